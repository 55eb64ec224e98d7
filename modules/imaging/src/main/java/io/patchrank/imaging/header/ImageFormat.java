package io.patchrank.imaging.header;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The formats that reach the decoder. OpenCV also reads JPEG 2000 (Jasper 1.900) and OpenEXR 2.3, whose libraries are
 * years behind their security fixes, so these are refused like unknown ones.
 */
public enum ImageFormat {
    JPEG("JPEG", "\u00FF\u00D8"),
    PNG("PNG", "\u0089PNG\r\n\u001A\n"),
    WEBP("WebP", "RIFF????WEBP"),
    GIF("GIF", "GIF87a", "GIF89a"),
    // "BM" begins words too: the length of the second header, at 14, is below 256.
    BMP("BMP", "BM?????????????\0\0\0"),
    TIFF("TIFF", "II*\0", "MM\0*", "II+\0", "MM\0+"),
    PNM("PNM", "P1_", "P2_", "P3_", "P4_", "P5_", "P6_");

    private final String displayName;
    private final List<String> signatures;

    ImageFormat(String displayName, String... signatures) {
        this.displayName = displayName;
        this.signatures = List.of(signatures);
    }

    /** As people write it. */
    public String displayName() {
        return displayName;
    }

    /** All formats, for messages: {@code JPEG, PNG, …}. */
    public static String names() {
        return Arrays.stream(values()).map(ImageFormat::displayName).collect(Collectors.joining(", "));
    }

    static Optional<ImageFormat> of(FileBytes in) {
        return Arrays.stream(values())
                .filter(format -> format.signatures.stream().anyMatch(in::startsWith))
                .findFirst();
    }
}
