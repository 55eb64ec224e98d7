package io.patchrank.pipeline.exchange;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.gallery.GalleryImage;
import io.patchrank.api.gallery.MetadataFilter;
import io.patchrank.api.gallery.Neighbour;
import io.patchrank.storage.exchange.HlocWriter;
import io.patchrank.storage.exchange.TextLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * hloc's files: local features, global features, pairs by global similarity, and matches of the pairs by mutual nearest
 * neighbours as hloc's {@code NN-mutual} finds them.
 */
final class HlocExport {
    private static final Predicate<String> HAS_BLANK = name -> name.chars().anyMatch(Character::isWhitespace);

    private final OpenGallery gallery;
    private final GalleryExport.Request request;
    private final int count;
    private final List<String> names;

    HlocExport(OpenGallery gallery, GalleryExport.Request request, int count) {
        this.gallery = gallery;
        this.request = request;
        this.count = count;
        this.names = ExportNames.of(gallery.images(), request.images()).stream()
                .map(HlocExport::requireGroupName)
                .toList();
    }

    /** hloc keeps an image under its path as group, and reads lists of pairs that blanks separate. */
    private static String requireGroupName(String name) {
        String path = name.startsWith("/") ? name.substring(1) : name;
        if (HAS_BLANK.test(path) || path.startsWith("#") || path.contains("//") || path.isEmpty()) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    name,
                    "is no name that hloc can read (blanks, # in front, empty parts); rename the image");
        }
        return path;
    }

    /** @param pairs of each image with its nearest others; 0 writes neither pairs nor matches */
    List<Path> write(int pairs) {
        Path folder = request.out();
        String stem = request.name() + request.suffix();
        List<HlocWriter.Image> images = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            images.add(image(i));
        }
        Path features = folder.resolve("feats-" + stem + ".h5");
        int dimension = gallery.options().localDimension();
        HlocWriter.writeFeatures(
                features, images, dimension, request.precision().type(), this::features);
        Path globals = folder.resolve("global-feats-" + stem + ".h5");
        HlocWriter.writeGlobals(globals, names, gallery.options().globalDimension(), gallery::global);
        if (pairs == 0) {
            return List.of(features, globals);
        }
        List<HlocWriter.Pair> nearest = pairs(pairs);
        Path list = folder.resolve("pairs-" + stem + ".txt");
        TextLines.write(
                list,
                nearest.stream()
                        .map(pair -> names.get(pair.first()) + " " + names.get(pair.second()))
                        .iterator());
        Path matches = folder.resolve("feats-" + stem + "_matches-NN-mutual_pairs-" + stem + ".h5");
        HlocWriter.writeMatches(
                matches,
                names,
                unordered(nearest),
                pair -> images.get(pair.first()).descriptors(),
                pair -> MutualMatches.of(locals(pair.first()), locals(pair.second())));
        return List.of(features, globals, list, matches);
    }

    private LocalDescriptors locals(int image) {
        return gallery.locals(image, count);
    }

    private HlocWriter.Image image(int number) {
        GalleryImage image = gallery.images().get(number);
        int width = image.content().width();
        int height = image.content().height();
        if (width == 0 || height == 0) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    image.source(),
                    "its size in pixels is not known, so hloc could not place its key points; only galleries of"
                            + " ingested images can be exported to hloc");
        }
        LocalDescriptors locals = locals(number);
        return new HlocWriter.Image(
                names.get(number), width, height, locals.validCount(), halfPatch(locals, width, height));
    }

    /** Half the distance of neighbouring patches, in pixels: what a key point may be off. */
    private static float halfPatch(LocalDescriptors locals, int width, int height) {
        double[] columns = new double[locals.validCount()];
        double[] rows = new double[locals.validCount()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = locals.x()[i] * (double) width;
            rows[i] = locals.y()[i] * (double) height;
        }
        double step = Math.min(smallestStep(columns), smallestStep(rows));
        return Double.isInfinite(step) ? 1 : (float) (step / 2);
    }

    private static double smallestStep(double[] coordinates) {
        Arrays.sort(coordinates);
        double step = Double.POSITIVE_INFINITY;
        for (int i = 1; i < coordinates.length; i++) {
            double gap = coordinates[i] - coordinates[i - 1];
            // Rounding to float16 moves equal coordinates of two scales a little apart.
            step = gap > 1 ? Math.min(step, gap) : step;
        }
        return step;
    }

    private HlocWriter.Features features(int number) {
        GalleryImage image = gallery.images().get(number);
        LocalDescriptors locals = locals(number);
        int n = locals.validCount();
        float[] keypoints = new float[2 * n];
        float[] scores = Arrays.copyOf(locals.weight(), n);
        for (int i = 0; i < n; i++) {
            keypoints[2 * i] = locals.x()[i] * image.content().width() - 0.5f;
            keypoints[2 * i + 1] = locals.y()[i] * image.content().height() - 0.5f;
        }
        float[] descriptors = Arrays.copyOf(locals.values(), n * locals.dimension());
        return new HlocWriter.Features(keypoints, descriptors, scores);
    }

    /** Each image with its nearest others, nearest first. */
    private List<HlocWriter.Pair> pairs(int nearest) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            numbers.put(gallery.images().get(i).id().value(), i);
        }
        List<HlocWriter.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int found = 0;
            for (Neighbour neighbour : gallery.index().search(gallery.global(i), nearest + 1, MetadataFilter.ANY)) {
                Integer other = numbers.get(neighbour.image().id().value());
                if (other != null && other != i && found < nearest) {
                    pairs.add(new HlocWriter.Pair(i, other));
                    found++;
                }
            }
        }
        return pairs;
    }

    /** hloc matches a pair in one direction only. */
    private static List<HlocWriter.Pair> unordered(List<HlocWriter.Pair> pairs) {
        Set<HlocWriter.Pair> seen = new HashSet<>();
        List<HlocWriter.Pair> kept = new ArrayList<>();
        for (HlocWriter.Pair pair : pairs) {
            if (!seen.contains(new HlocWriter.Pair(pair.second(), pair.first())) && seen.add(pair)) {
                kept.add(pair);
            }
        }
        return kept;
    }
}
