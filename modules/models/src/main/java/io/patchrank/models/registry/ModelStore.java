package io.patchrank.models.registry;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The registry together with the folder that its files are pulled into. Blocking; safe to use from several threads and
 * processes.
 */
public final class ModelStore {
    private final ModelFolder folder;
    private final ModelRegistry registry;
    private final DownloadOptions options;

    /** @throws PatchrankException {@code CONFIG_INVALID} when the user's entries in the folder are wrong */
    public static ModelStore open(Path folder) {
        return new ModelStore(folder, ModelRegistry.of(folder), DownloadOptions.DEFAULT);
    }

    public ModelStore(Path folder, ModelRegistry registry, DownloadOptions options) {
        this.folder = new ModelFolder(folder.toAbsolutePath().normalize());
        this.registry = registry;
        this.options = options;
    }

    public ModelRegistry registry() {
        return registry;
    }

    public Path file(RegistryEntry entry) {
        return folder.file(entry);
    }

    /**
     * Fetches a model, going on where an earlier pull broke off; checks it if it is there already.
     *
     * @throws PatchrankException {@code NOT_FOUND} for a name or offline file that does not exist, {@code BAD_REQUEST}
     *     when a licence must be accepted first, {@code DOWNLOAD_FAILED}, {@code MODEL_INVALID} when the bytes are not
     *     those published or seen first, {@code DATA_FOLDER_IN_USE} while another pulls it, {@code DISK_FULL},
     *     {@code IO_FAILED}, {@code CANCELLED}
     */
    public PulledModel pull(String name, PullRequest request, PullListener listener) {
        RegistryEntry entry = registry.get(name);
        folder.make();
        try (PullLock lock = PullLock.take(folder.lock(entry))) {
            return new ModelPull(folder, entry, request, new HttpDownload(options), listener).run();
        }
    }

    /** Looks at names and lengths only. */
    public ModelStatus status(RegistryEntry entry) {
        return status(entry, false);
    }

    /** Reads the whole file and compares its digest. */
    public ModelStatus verify(RegistryEntry entry) {
        return status(entry, true);
    }

    /**
     * A pulled model, for loading: whoever loads it compares the digest of what was read.
     *
     * @throws PatchrankException {@code NOT_FOUND} with the command that fetches it
     */
    public PulledModel locate(RegistryEntry entry) {
        ModelStatus status = status(entry);
        String pull = "patchrank models pull " + entry.name();
        if (status.state() == ModelStatus.State.NOT_DOWNLOADED) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, entry.name(), "is not downloaded yet; run " + pull);
        }
        String sha256 = status.sha256()
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.MODEL_INVALID, file(entry).toString(), "was never checked; run " + pull));
        return new PulledModel(entry, file(entry), sha256, status.trust(), false);
    }

    private ModelStatus status(RegistryEntry entry, boolean digest) {
        Optional<DigestRecord> record = DigestRecord.read(folder.record(entry));
        Expected expected = Expected.of(entry, record);
        String trust = entry.sha256()
                .map(known -> DigestRecord.Trust.PUBLISHED)
                .or(() -> record.map(DigestRecord::trust))
                .map(DigestRecord.Trust::text)
                .orElse("none");
        long partBytes = new PartFile(folder.part(entry), folder.partRecord(entry)).length();
        Path file = file(entry);
        if (!Files.isRegularFile(file)) {
            return new ModelStatus(
                    ModelStatus.State.NOT_DOWNLOADED, "", partBytes, expected.size(), expected.sha256(), trust);
        }
        long size = size(file);
        Optional<String> problem =
                wrongSize(size, expected).or(() -> digest ? wrongDigest(file, expected) : Optional.empty());
        return new ModelStatus(
                problem.isPresent() ? ModelStatus.State.DAMAGED : ModelStatus.State.PRESENT,
                problem.orElse(""),
                partBytes,
                OptionalLong.of(size),
                expected.sha256(),
                trust);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw FileFailures.of(file, e);
        }
    }

    private static Optional<String> wrongSize(long size, Expected expected) {
        return expected.size().isPresent() && expected.size().getAsLong() != size
                ? Optional.of(
                        "has " + size + " bytes, should have " + expected.size().getAsLong())
                : Optional.empty();
    }

    private static Optional<String> wrongDigest(Path file, Expected expected) {
        return expected.sha256().flatMap(known -> {
            String actual = ModelPull.digest(file);
            return actual.equals(known)
                    ? Optional.empty()
                    : Optional.of("its SHA-256 is " + actual + ", should be " + known);
        });
    }
}
