package io.patchrank.evaluation.sample;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.truth.GroupTruth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * A drawn gallery on disk: {@code images/scene_XX/view_Y.jpg}, {@code images/others/other_XXX.jpg},
 * {@code groups.json}, {@code homographies.json} and {@code README.txt}. Every scene is a flat drawing "photographed"
 * from several sides with light, blur, noise, things in front and JPEG; the unrelated pictures reuse the scenes' motifs,
 * colours and materials in other arrangements.
 *
 * @param folder the gallery's own folder
 * @param truth one group a scene
 * @param homographies view → the map from scene pixels to its pixels
 */
public record SampleGallery(Path folder, GroupTruth truth, Map<String, Homography> homographies) {
    public SampleGallery {
        homographies = Collections.unmodifiableMap(new LinkedHashMap<>(homographies));
    }

    public Path images() {
        return folder.resolve("images");
    }

    public Path groupsFile() {
        return folder.resolve("groups.json");
    }

    /**
     * The true map between two views of one scene, pixels of {@code from} to pixels of {@code to}.
     *
     * @throws PatchrankException NOT_FOUND for an image that is no view, BAD_REQUEST for views of two scenes
     */
    public Homography homography(String from, String to) {
        if (!scene(from).equals(scene(to))) {
            throw new PatchrankException(ErrorCode.BAD_REQUEST, to, "this is not a view of the same scene as " + from);
        }
        return toView(to).after(toView(from).inverse());
    }

    private Homography toView(String image) {
        Homography view = homographies.get(image);
        if (view == null) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, image, "no view of a scene has this name");
        }
        return view;
    }

    private static String scene(String image) {
        return image.substring(0, Math.max(0, image.indexOf('/')));
    }

    /**
     * Draws the gallery into {@code folder}; files of the same names are replaced. Takes one core
     * about 20 seconds for the standard gallery; runs on the calling thread.
     */
    public static SampleGallery write(Path folder, SampleOptions options) {
        return write(folder, options, written -> {});
    }

    /**
     * As {@link #write(Path, SampleOptions)}.
     *
     * @param progress told the number of images written so far, after each
     * @throws PatchrankException IO_FAILED when a file cannot be written
     */
    public static SampleGallery write(Path folder, SampleOptions options, IntConsumer progress) {
        try {
            return new SampleWriter(folder, options, progress).write();
        } catch (IOException e) {
            throw new PatchrankException(
                    ErrorCode.IO_FAILED,
                    folder.toString(),
                    "the sample gallery cannot be written; is there room, and may this user write here?",
                    e);
        }
    }
}
