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
    JPEG("JPEG"),
    PNG("PNG"),
    WEBP("WebP"),
    GIF("GIF"),
    BMP("BMP"),
    TIFF("TIFF"),
    PNM("PNM");

    private final String displayName;

    ImageFormat(String displayName) {
        this.displayName = displayName;
    }

    private List<String> signatures() {
        return switch (this) {
            case JPEG -> List.of("\u00FF\u00D8");
            case PNG -> List.of("\u0089PNG\r\n\u001A\n");
            case WEBP -> List.of("RIFF????WEBP");
            case GIF -> List.of("GIF87a", "GIF89a");
            // "BM" begins words too: the length of the second header, at 14, is below 256.
            case BMP -> List.of("BM?????????????\0\0\0");
            case TIFF -> List.of("II*\0", "MM\0*", "II+\0", "MM\0+");
            case PNM -> List.of("P1_", "P2_", "P3_", "P4_", "P5_", "P6_");
        };
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
                .filter(format -> format.signatures().stream().anyMatch(in::startsWith))
                .findFirst();
    }
}
