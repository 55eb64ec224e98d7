package io.patchrank.imaging;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Files drawn for the tests: smooth noise, or four plain quarters that show which way up a picture is. */
public final class SamplePictures {
    /** By extension: every format that is decoded here. */
    public static final List<String> FORMATS =
            List.of(".jpg", ".png", ".webp", ".gif", ".bmp", ".tiff", ".ppm", ".pgm");

    private SamplePictures() {}

    /** Smooth noise, always the same for the same size; owned by the caller. */
    public static Mat noise(int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            byte[] values = new byte[width * height * 3];
            new Random(7).nextBytes(values);
            Mat rough = new Mat(height, width, CV_8UC3, new BytePointer(values));
            Mat smooth = new Mat();
            GaussianBlur(rough, smooth, new Size(9, 9), 2);
            smooth.retainReference();
            return smooth;
        }
    }

    /** Top left red, top right green, bottom left blue, bottom right white. */
    public static Mat quarters(int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            Mat mat = new Mat(height, width, CV_8UC3, new Scalar(255, 255, 255, 0));
            int w = width / 2;
            int h = height / 2;
            rectangle(mat, new Rect(0, 0, w, h), new Scalar(0, 0, 255, 0), FILLED, 8, 0);
            rectangle(mat, new Rect(w, 0, width - w, h), new Scalar(0, 255, 0, 0), FILLED, 8, 0);
            rectangle(mat, new Rect(0, h, w, height - h), new Scalar(255, 0, 0, 0), FILLED, 8, 0);
            mat.retainReference();
            return mat;
        }
    }

    public static byte[] encode(String extension, Mat mat, int... parameters) {
        try (PointerScope scope = new PointerScope()) {
            BytePointer target = new BytePointer();
            if (!imencode(new BytePointer(extension), mat, target, new IntPointer(parameters))) {
                throw new IllegalStateException("cannot write " + extension);
            }
            byte[] bytes = new byte[(int) target.limit()];
            target.get(bytes);
            return bytes;
        }
    }

    public static byte[] noise(String extension, int width, int height) {
        try (Mat mat = noise(width, height)) {
            return encode(extension, mat);
        }
    }

    public static byte[] quarters(String extension, int width, int height) {
        try (Mat mat = quarters(width, height)) {
            return encode(extension, mat);
        }
    }

    /** A complete file in one of the formats that are decoded here. */
    public static byte[] inFormat(String extension, int width, int height) {
        if (!extension.equals(".pgm")) {
            return noise(extension, width, height);
        }
        try (Mat grey = new Mat(height, width, CV_8UC1, new Scalar(90))) {
            return encode(extension, grey);
        }
    }

    /** A picture with an alpha channel. */
    public static byte[] alphaPng(int width, int height) {
        try (Mat mat = new Mat(height, width, CV_8UC4, new Scalar(10, 20, 200, 128))) {
            return encode(".png", mat);
        }
    }

    /** Puts an EXIF segment with this orientation, 1 to 8, behind the start of a JPEG. */
    public static byte[] withOrientation(byte[] jpeg, int orientation) {
        byte[] tiff = ByteBuffer.allocate(26)
                .order(ByteOrder.BIG_ENDIAN)
                .put("MM".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
        byte[] marker = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + 4 + marker.length + tiff.length);
        file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) (2 + marker.length + tiff.length));
        return file.put(marker).put(tiff).put(jpeg, 2, jpeg.length - 2).array();
    }

    /** Overwrites the size in the frame header of a baseline JPEG. */
    public static byte[] claiming(byte[] jpeg, int width, int height) {
        byte[] lying = jpeg.clone();
        for (int at = 0; at < lying.length; at++) {
            if (lying[at] == (byte) 0xFF && lying[at + 1] == (byte) 0xC0) {
                ByteBuffer.wrap(lying).putShort(at + 5, (short) height).putShort(at + 7, (short) width);
                return lying;
            }
        }
        throw new IllegalArgumentException("no baseline frame header");
    }

    /** A PNG whose picture data is nothing but these bytes. */
    public static byte[] png(int width, int height, int bits, int colourType, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .put((byte) colourType)
                .array();
        out.writeBytes(chunk("IHDR", header));
        out.writeBytes(chunk("IDAT", data));
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    /** 16 x 16 pixels that all take the second of two palette colours. */
    public static byte[] palettePng(int red, int green, int blue) {
        byte[] rows = new byte[16 * 17];
        Arrays.fill(rows, (byte) 1);
        for (int row = 0; row < 16; row++) {
            rows[row * 17] = 0;
        }
        byte[] data = new byte[200];
        Deflater deflater = new Deflater();
        deflater.setInput(rows);
        deflater.finish();
        byte[] png = png(16, 16, 8, 3, Arrays.copyOf(data, deflater.deflate(data)));
        deflater.end();
        byte[] palette = chunk("PLTE", new byte[] {9, 9, 9, (byte) red, (byte) green, (byte) blue});
        int headerEnd = 8 + 25;
        return ByteBuffer.allocate(png.length + palette.length)
                .put(png, 0, headerEnd)
                .put(palette)
                .put(png, headerEnd, png.length - headerEnd)
                .array();
    }

    /**
     * A JPEG of 8 x 8 pixels and four components, all pixels the same. Values must lie 64 to 127 from 128, so that every
     * first coefficient has ten bits and two Huffman codes are enough.
     */
    public static byte[] cmykJpeg(int cyan, int magenta, int yellow, int black) {
        StringBuilder bits = new StringBuilder();
        for (int value : new int[] {cyan, magenta, yellow, black}) {
            int coefficient = 8 * (value - 128);
            int coded = coefficient > 0 ? coefficient : coefficient + 1023;
            // Size code, value, end of block.
            bits.append('0').append(Integer.toBinaryString(1024 | coded), 1, 11).append('0');
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex("FFD8FFDB004300" + "01".repeat(64)));
        out.writeBytes(HexFormat.of().parseHex("FFC000140800080008040111000211000311000411" + "00"));
        out.writeBytes(HexFormat.of().parseHex("FFC400140001" + "00".repeat(15) + "0A"));
        out.writeBytes(HexFormat.of().parseHex("FFC400141001" + "00".repeat(15) + "00"));
        out.writeBytes(HexFormat.of().parseHex("FFDA000E0401000200030004" + "00003F00"));
        for (int at = 0; at < bits.length(); at += 8) {
            String octet = (bits.substring(at, Math.min(at + 8, bits.length())) + "1111111").substring(0, 8);
            int value = Integer.parseInt(octet, 2);
            out.write(value);
            if (value == 0xFF) {
                out.write(0);
            }
        }
        out.writeBytes(HexFormat.of().parseHex("FFD9"));
        return out.toByteArray();
    }

    public static byte[] chunk(String type, byte[] data) {
        byte[] body = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        CRC32 crc = new CRC32();
        crc.update(body);
        return ByteBuffer.allocate(8 + body.length)
                .putInt(data.length)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
    }

    /** B, G, R of the pixel at these fractions of width and height. */
    public static int[] pixel(Mat bgr, double x, double y) {
        try (Mat one = bgr.apply(new Rect(new Point((int) (x * bgr.cols()), (int) (y * bgr.rows())), new Size(1, 1)))) {
            BytePointer data = one.data();
            return new int[] {data.get(0) & 0xFF, data.get(1) & 0xFF, data.get(2) & 0xFF};
        }
    }
}
