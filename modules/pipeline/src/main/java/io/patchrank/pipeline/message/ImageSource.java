package io.patchrank.pipeline.message;

/** Where the decode stage finds an image: a claim check, or the bytes themselves. */
public sealed interface ImageSource {
    /** For messages: the file, or what the sender called the bytes. */
    String name();

    record OfFile(String path) implements ImageSource {
        @Override
        public String name() {
            return path;
        }
    }

    record OfBytes(String name, byte[] bytes) implements ImageSource {}
}
