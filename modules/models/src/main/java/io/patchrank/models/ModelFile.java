package io.patchrank.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.embedded.EmbeddedModel;
import io.patchrank.torch.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A weights file (see {@link Checkpoint}) with the digest of its bytes, opened for the time of loading.
 *
 * <p>What is embedded is read straight into native memory: its weights are converted to the compute type once anyway,
 * so a copy on disk to map would save nothing, and would need a writable, trusted cache folder.
 *
 * @param content closed by this record's {@link #close()}
 * @param sha256 of all bytes, lower-case hex
 */
record ModelFile(Checkpoint content, String sha256) implements AutoCloseable {
    /** @throws PatchrankException as {@link Checkpoint#open}, and {@code NOT_FOUND} */
    static ModelFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND, file.toString(), "no such file; check the model's settings");
        }
        Checkpoint content = Checkpoint.open(file);
        try {
            return new ModelFile(content, Digests.of(file));
        } catch (IOException e) {
            content.close();
            throw new PatchrankException(ErrorCode.IO_FAILED, file.toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Errors: as {@link #open(Path)}, and {@code MODEL_INVALID} when the bytes are not those that they should be. */
    static ModelFile open(WeightsLocation location) {
        return switch (location) {
            case WeightsLocation.Embedded embedded -> open(EmbeddedModel.WEIGHTS);
            case WeightsLocation.File file -> open(file.path());
            case WeightsLocation.Pulled pulled -> open(pulled);
        };
    }

    private static ModelFile open(WeightsLocation.Pulled pulled) {
        ModelFile opened = open(pulled.path());
        if (!opened.sha256().equals(pulled.sha256())) {
            opened.close();
            throw new PatchrankException(
                    ErrorCode.MODEL_INVALID,
                    pulled.path().toString(),
                    "its SHA-256 is " + opened.sha256() + ", should be " + pulled.sha256()
                            + "; run patchrank models pull " + pulled.name());
        }
        return opened;
    }

    /** @throws PatchrankException {@code MODEL_INVALID} when the bytes are not those that were shipped */
    static ModelFile open(EmbeddedModel.Resource resource) {
        String subject = "embedded " + resource.file();
        try {
            ByteBuffer bytes = read(resource);
            String digest = Digests.of(bytes);
            if (!digest.equals(resource.sha256())) {
                throw new PatchrankException(
                        ErrorCode.MODEL_INVALID,
                        subject,
                        "its SHA-256 is " + digest + ", shipped was " + resource.sha256()
                                + "; build or download again");
            }
            return new ModelFile(Checkpoint.of(subject, bytes), digest);
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, subject, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer read(EmbeddedModel.Resource resource) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(resource.length());
        try (InputStream in = resource.open();
                ReadableByteChannel channel = Channels.newChannel(in)) {
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes);
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() {
        content.close();
    }
}
