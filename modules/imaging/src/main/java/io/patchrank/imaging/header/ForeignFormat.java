package io.patchrank.imaging.header;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** What a file looks like that no decoder here reads, so that the refusal can name it. */
final class ForeignFormat {
    private record Signature(String name, int at, String bytes) {}

    private static final int SAMPLE = 1024;

    private static final List<Signature> SIGNATURES = List.of(
            new Signature("an AVIF image", 4, "ftypavi"),
            new Signature("a HEIC image", 4, "ftyphei"),
            new Signature("a HEIC image", 4, "ftyphev"),
            new Signature("a HEIF image", 4, "ftypmif1"),
            new Signature("a HEIF image", 4, "ftypmsf1"),
            new Signature("a Canon raw image", 4, "ftypcrx"),
            new Signature("a video", 4, "ftyp"),
            new Signature("a PDF document", 0, "%PDF"),
            new Signature("a PostScript document", 0, "%!PS"),
            new Signature("a JPEG XL image", 0, "\u00FF\n"),
            new Signature("a JPEG XL image", 4, "JXL \r\n\u0087\n"),
            new Signature("a JPEG 2000 image", 4, "jP  \r\n\u0087\n"),
            new Signature("a JPEG 2000 image", 0, "\u00FFO\u00FFQ"),
            new Signature("an OpenEXR image", 0, "v/1\u0001"),
            new Signature("a Radiance HDR image", 0, "#?RADIANCE"),
            new Signature("a Radiance HDR image", 0, "#?RGBE"),
            new Signature("a Photoshop image", 0, "8BPS"),
            new Signature("an icon", 0, "\0\0\u0001\0"),
            new Signature("a PAM image", 0, "P7\n"),
            new Signature("a PFM image", 0, "PF"),
            new Signature("a DirectDraw texture", 0, "DDS "),
            new Signature("a ZIP archive", 0, "PK\u0003\u0004"),
            new Signature("a gzip archive", 0, "\u001F\u008B"),
            new Signature("a Matroska video", 0, "\u001AE\u00DF\u00A3"));

    private ForeignFormat() {}

    static String describe(byte[] bytes, String name) {
        FileBytes in = new FileBytes(bytes, name);
        for (Signature signature : SIGNATURES) {
            if (in.matches(signature.at(), signature.bytes())) {
                return signature.name();
            }
        }
        String start = new String(bytes, 0, Math.min(bytes.length, SAMPLE), StandardCharsets.UTF_8);
        if (!isText(start)) {
            return "no image of a known format";
        }
        String lower = start.toLowerCase(Locale.ROOT);
        if (lower.contains("<svg")) {
            return "an SVG drawing";
        }
        return lower.contains("<html") ? "an HTML page" : "text";
    }

    private static boolean isText(String start) {
        // The sample may end inside a character, which decodes to one replacement character.
        long strange = start.chars()
                .filter(c -> (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == '\uFFFD')
                .count();
        return strange <= 1 && !start.startsWith("\uFFFD");
    }
}
