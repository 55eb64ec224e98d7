package io.patchrank.models.registry;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.file.AtomicFile;
import io.patchrank.models.Digests;
import io.patchrank.models.registry.DigestRecord.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One model's way into the folder. The caller holds its lock. */
final class ModelPull {
    private final ModelFolder folder;
    private final RegistryEntry entry;
    private final PullRequest request;
    private final HttpDownload download;
    private final PullListener listener;
    private final PartFile part;
    private final Expected expected;

    ModelPull(
            ModelFolder folder,
            RegistryEntry entry,
            PullRequest request,
            HttpDownload download,
            PullListener listener) {
        this.folder = folder;
        this.entry = entry;
        this.request = request;
        this.download = download;
        this.listener = listener;
        this.part = new PartFile(folder.part(entry), folder.partRecord(entry));
        this.expected = Expected.of(entry, DigestRecord.read(folder.record(entry)));
    }

    PulledModel run() {
        return present().orElseGet(() -> {
            if (!entry.licence().permissive() && !request.licenceAccepted()) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        entry.name(),
                        "its licence is not a permissive one: " + entry.licence()
                                + "; read it, and if you accept it pull again with --accept-licence");
            }
            listener.licence(entry.licence());
            return request.from()
                    .map(from -> publish(OfflineCopy.complete(from, entry.file(), part, listener)
                            .toString()))
                    .orElseGet(this::fromNetwork);
        });
    }

    /** What lies in the folder already, when it is what it should be. */
    private Optional<PulledModel> present() {
        Path file = folder.file(entry);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String digest = digest(file);
        if (expected.sha256().map(digest::equals).orElse(true)) {
            if (DigestRecord.read(folder.record(entry)).isEmpty()) {
                record(file, digest, file.toString());
            }
            return Optional.of(pulled(digest, false));
        }
        listener.note("the file here is damaged; fetching it again");
        return Optional.empty();
    }

    private PulledModel fromNetwork() {
        for (int i = 0; i < entry.sources().size() - 1; i++) {
            try {
                return fromNetwork(entry.sources().get(i));
            } catch (PatchrankException e) {
                if (e.code() != ErrorCode.DOWNLOAD_FAILED) {
                    throw e;
                }
                listener.note(e.getMessage() + "; trying the next source");
            }
        }
        return fromNetwork(entry.sources().getLast());
    }

    private PulledModel fromNetwork(URI source) {
        boolean joined = download.complete(source, part, expected, listener);
        if (joined
                && expected.sha256().isPresent()
                && !digest(part.data()).equals(expected.sha256().get())) {
            listener.note("the parts do not fit together; fetching all of it again");
            part.discard();
            download.complete(source, part, expected, listener);
        }
        return publish(source.toString());
    }

    /** Checks what has arrived and gives it its name. The record comes first: it may outlive the file, not lack. */
    private PulledModel publish(String source) {
        String digest = digest(part.data());
        expected.sha256().filter(known -> !known.equals(digest)).ifPresent(known -> {
            part.discard();
            throw new PatchrankException(ErrorCode.MODEL_INVALID, source, otherBytes(digest, known));
        });
        record(part.data(), digest, source);
        try {
            AtomicFile.publish(part.data(), folder.file(entry));
        } catch (IOException e) {
            throw FileFailures.of(folder.file(entry), e);
        }
        part.forget();
        return pulled(digest, true);
    }

    private String otherBytes(String digest, String known) {
        return entry.sha256().isPresent()
                ? "its bytes are not those of " + entry.name() + ": SHA-256 is " + digest + ", published is " + known
                : "its bytes are not those of the first download of " + entry.name() + ": SHA-256 is " + digest
                        + ", recorded is " + known + "; if its authors changed it on purpose, remove "
                        + folder.record(entry) + " and pull again";
    }

    private void record(Path file, String digest, String source) {
        Trust trust = entry.sha256().isPresent() ? Trust.PUBLISHED : Trust.FIRST_USE;
        try {
            new DigestRecord(
                            entry.name(),
                            source,
                            Files.size(file),
                            digest,
                            trust,
                            entry.licence().text(),
                            Instant.now().truncatedTo(ChronoUnit.SECONDS))
                    .write(folder.record(entry));
        } catch (IOException e) {
            throw FileFailures.of(file, e);
        }
    }

    private PulledModel pulled(String digest, boolean fetched) {
        Trust trust = entry.sha256().isPresent() ? Trust.PUBLISHED : Trust.FIRST_USE;
        return new PulledModel(entry, folder.file(entry), digest, trust.text(), fetched);
    }

    static String digest(Path file) {
        try {
            return Digests.of(file);
        } catch (IOException e) {
            throw FileFailures.of(file, e);
        }
    }
}
