package io.patchrank.imaging.header;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.zip.CRC32;

/** Bounds-checked view of a file's bytes: reading past the end is {@code TRUNCATED_IMAGE}, never an index error. */
final class FileBytes {
    private final byte[] bytes;
    private final String name;

    FileBytes(byte[] bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    int length() {
        return bytes.length;
    }

    int u8(long at) {
        require(at, 1);
        return bytes[(int) at] & 0xFF;
    }

    /** Big-endian, of 1 to 8 bytes. */
    long big(long at, int size) {
        require(at, size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (bytes[(int) at + i] & 0xFF);
        }
        return value;
    }

    /** Little-endian, of 1 to 8 bytes. */
    long little(long at, int size) {
        require(at, size);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[(int) at + i] & 0xFF);
        }
        return value;
    }

    /** Checks that {@code size} bytes exist at {@code at}; both may be any claimed number. */
    void require(long at, long size) {
        if (at < 0 || size < 0 || at > bytes.length || size > bytes.length - at) {
            throw truncated("it has " + bytes.length + " bytes but refers to byte " + Math.max(at, 0) + " and beyond");
        }
    }

    boolean startsWith(String signature) {
        return matches(0, signature);
    }

    /** Compares with Latin-1 characters; {@code ?} stands for any byte, {@code _} for white space. */
    boolean matches(int at, String signature) {
        if (at + signature.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < signature.length(); i++) {
            int found = bytes[at + i] & 0xFF;
            boolean matches =
                    switch (signature.charAt(i)) {
                        case '?' -> true;
                        case '_' -> Character.isWhitespace(found);
                        default -> found == signature.charAt(i);
                    };
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    /** Where the byte occurs next; the length when it does not. */
    int indexOf(int value, long from) {
        int at = (int) Math.min(from, bytes.length);
        while (at < bytes.length && (bytes[at] & 0xFF) != value) {
            at++;
        }
        return at;
    }

    long crc32(long at, long size) {
        require(at, size);
        CRC32 crc = new CRC32();
        crc.update(bytes, (int) at, (int) size);
        return crc.getValue();
    }

    /** A header whose sides are positive and fit an int, else {@code CORRUPT_IMAGE}. */
    ImageHeader header(ImageFormat format, long width, long height) {
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw corrupt("it claims to be " + width + " x " + height + " pixels");
        }
        return new ImageHeader(format, (int) width, (int) height);
    }

    PatchrankException truncated(String detail) {
        return new PatchrankException(
                ErrorCode.TRUNCATED_IMAGE, name, "the image is incomplete: " + detail + "; copy the file again");
    }

    PatchrankException corrupt(String detail) {
        return new PatchrankException(
                ErrorCode.CORRUPT_IMAGE, name, "the image is damaged: " + detail + "; replace the file");
    }
}
