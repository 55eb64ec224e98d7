package io.patchrank.imaging.header;

import java.util.Set;

/**
 * The parts of a PNG that say how its picture looks. libpng unpacks packed notes and colour profiles of up to 8 MB each,
 * up to a thousand of them, though nobody reads them here: eight gigabytes out of eight megabytes.
 */
public final class PngPicture {
    /** One after the other, the parts are a PNG again. */
    @FunctionalInterface
    public interface Parts {
        void next(int at, int length);
    }

    private static final int SIGNATURE = 8;
    private static final int CHUNK_FRAME = 12;
    private static final Set<String> NOTES = Set.of("tEXt", "zTXt", "iTXt", "iCCP", "sPLT");
    /** How ImageMagick keeps EXIF, and with it which way is up. */
    private static final String RAW_EXIF = "Raw profile type ";

    private PngPicture() {}

    /**
     * Goes through the file from its signature to IEND.
     *
     * @param png was accepted by {@link HeaderCheck#check}
     */
    public static void of(byte[] png, Parts parts) {
        FileBytes in = new FileBytes(png, "");
        int start = 0;
        int at = SIGNATURE;
        boolean exifSeen = false;
        boolean end = false;
        while (!end) {
            int length = (int) in.big(at, 4) + CHUNK_FRAME;
            boolean note = isNote(in, at);
            boolean exif = note && in.matches(at + 8, RAW_EXIF);
            if (note && (exifSeen || !exif)) {
                if (at > start) {
                    parts.next(start, at - start);
                }
                start = at + length;
            }
            exifSeen |= exif;
            end = in.matches(at + 4, "IEND");
            at += length;
        }
        parts.next(start, at - start);
    }

    private static boolean isNote(FileBytes in, int at) {
        return NOTES.stream().anyMatch(type -> in.matches(at + 4, type));
    }
}
