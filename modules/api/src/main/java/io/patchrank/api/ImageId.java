package io.patchrank.api;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Identity of a gallery image for its whole life: it stays when the file is renamed or its content replaced. */
public record ImageId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final int DERIVED_BYTES = 8;

    public ImageId {
        if (!FORM.matcher(value).matches()) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST, value, "an image id has 1 to 128 characters of A-Z a-z 0-9 . _ : -");
        }
    }

    /**
     * The id given to an image first seen at {@code source}: 16 hexadecimal digits of its SHA-256, so that the same
     * folder gives the same ids everywhere.
     *
     * @param attempt 0 at first; counted up by the caller while the id is taken by another image (a renamed file)
     */
    public static ImageId derive(String source, int attempt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String seed = attempt == 0 ? source : source + '\0' + attempt;
            byte[] hash = digest.digest(seed.getBytes(StandardCharsets.UTF_8));
            return new ImageId(HexFormat.of().formatHex(hash, 0, DERIVED_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
