package io.patchrank.cli;

import io.patchrank.evaluation.sample.SampleGallery;
import io.patchrank.evaluation.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Small drawn photographs: {@code scene_00/view_0.jpg}, {@code others/other_000.jpg} and so on. */
public final class SamplePhotos {
    public static final int COUNT = SampleOptions.small().images();

    private SamplePhotos() {}

    /** Draws them; returns the folder of the images. */
    public static Path draw(Path folder) {
        return SampleGallery.write(folder, SampleOptions.small()).images();
    }

    /** What a copy leaves that was cut off. */
    static Path truncate(Path image, Path to) throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        return Files.write(to, Arrays.copyOf(bytes, bytes.length / 2));
    }
}
