package io.patchrank.testkit.hostile;

import static io.patchrank.api.error.ErrorCode.UNSUPPORTED_FORMAT;

import io.patchrank.imaging.SamplePictures;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Files that are not what their names say, and files that are two things at once. */
final class Disguises {
    private Disguises() {}

    static void addTo(Corpus corpus, long seed) {
        for (int i = 0; i < Damage.FORMATS.size(); i++) {
            String real = Damage.FORMATS.get(i);
            String said = Damage.FORMATS.get((i + 1) % Damage.FORMATS.size());
            corpus.add(
                    "wrong extension",
                    "disguised/" + real.substring(1) + said,
                    SamplePictures.noise(real, 58, 40 + i),
                    Expected.indexed());
        }
        none(corpus, "text", "text.png", "no image, whatever its name says\n");
        none(corpus, "text", "page.jpg", "<!DOCTYPE html><html><script>alert(1)</script></html>");
        none(corpus, "text", "drawing.png", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        none(corpus, "other format", "archive.jpg", "PK\u0003\u0004\u0014");
        none(corpus, "other format", "document.gif", "%PDF-1.7\n");
        none(corpus, "other format", "film.webp", "\0\0\0\u0018ftypisom\0\0\0\0");
        none(corpus, "other format", "scan.tif", "\0\0\0\fjP  \r\n\u0087\n");
        byte[] noise = new byte[5000];
        new SplittableRandom(seed).nextBytes(noise);
        // No signature begins so.
        noise[0] = 1;
        corpus.add("noise", "disguised/noise.jpg", noise, Expected.rejected(UNSUPPORTED_FORMAT));
        twoAtOnce(corpus);
    }

    private static void none(Corpus corpus, String kind, String name, String content) {
        corpus.add(
                kind + " named like an image",
                "disguised/" + name,
                latin1(content),
                Expected.rejected(UNSUPPORTED_FORMAT));
    }

    private static void twoAtOnce(Corpus corpus) {
        byte[] archive = latin1("PK\u0005\u0006" + "\0".repeat(18));
        corpus.add("jpeg and zip", "both/zip.jpg", joined(JpegFile.picture(57, 40), archive), Expected.indexed());
        corpus.add(
                "zip and jpeg",
                "both/zip-first.jpg",
                joined(latin1("PK\u0003\u0004\u0014"), JpegFile.picture(57, 40)),
                Expected.rejected(UNSUPPORTED_FORMAT));
        byte[] page = PngFile.chunk("tEXt", "Comment|", latin1("<html><script>alert(1)</script></html>"));
        corpus.add(
                "png and html",
                "both/page.png",
                PngFile.withChunks(SamplePictures.noise(".png", 57, 41), page),
                Expected.indexed());
        byte[] gif = SamplePictures.noise(".gif", 57, 42);
        int trailer = gif.length - 1;
        byte[] comment = joined(new byte[] {0x21, (byte) 0xFE, 25}, latin1("*/=1;alert(1)//0123456789\0"));
        byte[] script = ByteBuffer.allocate(gif.length + comment.length)
                .put(gif, 0, trailer)
                .put(comment)
                .put((byte) 0x3B)
                .array();
        corpus.add("gif and script", "both/script.gif", script, Expected.indexed());
        byte[] bmp = SamplePictures.noise(".bmp", 57, 43);
        corpus.add("bmp and shell", "both/shell.bmp", joined(bmp, latin1("\n#!/bin/sh\nreboot\n")), Expected.indexed());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
