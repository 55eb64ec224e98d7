package io.patchrank.imaging.header;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The formats that reach the decoder. OpenCV also reads JPEG 2000 (Jasper 1.900) and OpenEXR 2.3, whose libraries are
 * years behind their security fixes, so these are refused like unknown ones.
 */
public enum ImageFormat {
    JPEG("JPEG", "image/jpeg"),
    PNG("PNG", "image/png"),
    WEBP("WebP", "image/webp"),
    GIF("GIF", "image/gif"),
    BMP("BMP", "image/bmp"),
    TIFF("TIFF", "image/tiff"),
    PNM("PNM", "image/x-portable-anymap");

    private final String displayName;
    private final String mediaType;

    ImageFormat(String displayName, String mediaType) {
        this.displayName = displayName;
        this.mediaType = mediaType;
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

    /** As HTTP names it. */
    public String mediaType() {
        return mediaType;
    }

    /** All formats, for messages: {@code JPEG, PNG, …}. */
    public static String names() {
        return Arrays.stream(values()).map(ImageFormat::displayName).collect(Collectors.joining(", "));
    }

    /**
     * The format that the first bytes of a file show; says nothing of the rest.
     *
     * @param name the subject of errors
     * @throws PatchrankException {@code UNSUPPORTED_FORMAT}, which names what the file looks like
     */
    public static ImageFormat of(byte[] bytes, String name) {
        return of(new FileBytes(bytes, name)).orElseThrow(() -> unsupported(bytes, name));
    }

    static PatchrankException unsupported(byte[] bytes, String name) {
        String message = "this is %s; convert it to one of %s".formatted(ForeignFormat.describe(bytes, name), names());
        return new PatchrankException(ErrorCode.UNSUPPORTED_FORMAT, name, message);
    }

    static Optional<ImageFormat> of(FileBytes in) {
        return Arrays.stream(values())
                .filter(format -> format.signatures().stream().anyMatch(in::startsWith))
                .findFirst();
    }
}
