package io.patchrank.storage.exchange;

import io.jhdf.WritableGroupImpl;
import io.jhdf.api.Node;
import io.jhdf.api.WritableGroup;
import io.patchrank.storage.Hdf5Types;
import io.patchrank.storage.StoredType;
import io.patchrank.storage.StreamedDataset;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Writes the files of hloc (Sarlin et al., From Coarse to Fine, CVPR 2019; {@code hloc/extract_features.py},
 * {@code hloc/match_features.py}): a group for each image or pair. What is written is asked for in no order, one image
 * after the other; only names and shapes are kept in memory.
 */
public final class HlocWriter {
    private HlocWriter() {}

    /**
     * An image of a features file.
     *
     * @param descriptors N
     * @param uncertainty standard deviation of a key point, in pixels
     */
    public record Image(String name, int width, int height, int descriptors, float uncertainty) {}

    /**
     * What is kept of one image.
     *
     * @param keypoints [N, 2], x and y in pixels; (0, 0) is the centre of the first pixel
     * @param descriptors [N, D]; written transposed, as hloc wants it
     * @param scores [N]
     */
    public record Features(float[] keypoints, float[] descriptors, float[] scores) {}

    /**
     * Matches of one pair.
     *
     * @param matches0 for each descriptor of the first image the one of the second, or -1, [N0]
     * @param scores 0..1, [N0]
     */
    public record Matches(int[] matches0, float[] scores) {}

    /** Two images, by the numbers of their names. */
    public record Pair(int first, int second) {}

    /** {@code /name/{keypoints, descriptors, scores, image_size}}. */
    public static void writeFeatures(
            Path file, List<Image> images, int dimension, StoredType type, IntFunction<Features> source) {
        WritableGroupImpl root = new WritableGroupImpl(null, "/");
        LastOne<Features> last = new LastOne<>(source);
        for (int i = 0; i < images.size(); i++) {
            Image image = images.get(i);
            int number = i;
            WritableGroupImpl group = group(root, image.name());
            int n = image.descriptors();
            StreamedDataset keypoints = put(
                    group,
                    "keypoints",
                    StoredType.FLOAT32,
                    new int[] {n, 2},
                    (row, target) -> putFloats(target, last.get(number).keypoints(), 2 * row, 2));
            keypoints.putAttribute("uncertainty", image.uncertainty());
            put(group, "descriptors", type, new int[] {dimension, n}, (row, target) -> {
                float[] descriptors = last.get(number).descriptors();
                for (int d = 0; d < n; d++) {
                    putNumber(target, type, descriptors[d * dimension + row]);
                }
            });
            put(
                    group,
                    "scores",
                    type,
                    new int[] {n},
                    (row, target) -> putNumber(target, type, last.get(number).scores()[row]));
            StreamedDataset.RowSource size = (row, target) -> target.putInt(row == 0 ? image.width() : image.height());
            group.putDataset(
                    "image_size",
                    new StreamedDataset(
                            group, "image_size", Hdf5Types.int32(), new int[] {2}, size, StreamedDataset.CLOSE));
        }
        WholeFile.writeHdf5(file, root);
    }

    /** {@code /name/global_descriptor}, float32. */
    public static void writeGlobals(Path file, List<String> names, int dimension, IntFunction<float[]> source) {
        WritableGroupImpl root = new WritableGroupImpl(null, "/");
        LastOne<float[]> last = new LastOne<>(source);
        for (int i = 0; i < names.size(); i++) {
            int number = i;
            put(
                    group(root, names.get(i)),
                    "global_descriptor",
                    StoredType.FLOAT32,
                    new int[] {dimension},
                    (row, target) -> target.putFloat(last.get(number)[row]));
        }
        WholeFile.writeHdf5(file, root);
    }

    /** {@code /name0/name1/{matches0, matching_scores0}}, slashes in names replaced by dashes. */
    public static void writeMatches(
            Path file,
            List<String> names,
            List<Pair> pairs,
            ToIntFunction<Pair> firstDescriptors,
            Function<Pair, Matches> source) {
        WritableGroupImpl root = new WritableGroupImpl(null, "/");
        LastOne<Matches> last = new LastOne<>(i -> source.apply(pairs.get(i)));
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            int number = i;
            WritableGroupImpl first = child(root, dashed(names.get(pair.first())));
            WritableGroupImpl group = child(first, dashed(names.get(pair.second())));
            int n = firstDescriptors.applyAsInt(pair);
            StreamedDataset.RowSource matches =
                    (row, target) -> target.putShort((short) last.get(number).matches0()[row]);
            group.putDataset(
                    "matches0",
                    new StreamedDataset(
                            group, "matches0", Hdf5Types.int16(), new int[] {n}, matches, StreamedDataset.CLOSE));
            put(
                    group,
                    "matching_scores0",
                    StoredType.FLOAT16,
                    new int[] {n},
                    (row, target) -> putNumber(
                            target, StoredType.FLOAT16, last.get(number).scores()[row]));
        }
        WholeFile.writeHdf5(file, root);
    }

    /** The datasets of a group are written one after the other: their content is computed once for all. */
    private static final class LastOne<T> {
        private final IntFunction<T> source;
        private int number = -1;
        private List<T> value = List.of();

        LastOne(IntFunction<T> source) {
            this.source = source;
        }

        T get(int wanted) {
            if (wanted != number) {
                value = List.of(source.apply(wanted));
                number = wanted;
            }
            return value.getFirst();
        }
    }

    private static String dashed(String name) {
        return name.replace('/', '-');
    }

    /** A name with slashes is a path of groups. */
    private static WritableGroupImpl group(WritableGroupImpl root, String name) {
        WritableGroupImpl at = root;
        for (String part : name.split("/", -1)) {
            at = child(at, part);
        }
        return at;
    }

    private static WritableGroupImpl child(WritableGroupImpl group, String name) {
        Node child = group.getChild(name);
        WritableGroup made = child instanceof WritableGroup there ? there : group.putGroup(name);
        return (WritableGroupImpl) made;
    }

    private static StreamedDataset put(
            WritableGroupImpl group, String name, StoredType type, int[] shape, StreamedDataset.RowSource source) {
        StreamedDataset dataset =
                new StreamedDataset(group, name, Hdf5Types.of(type), shape, source, StreamedDataset.CLOSE);
        group.putDataset(name, dataset);
        return dataset;
    }

    private static void putFloats(ByteBuffer target, float[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            target.putFloat(values[i]);
        }
    }

    private static void putNumber(ByteBuffer target, StoredType type, float value) {
        switch (type) {
            case FLOAT16 -> target.putShort(Float.floatToFloat16(value));
            case FLOAT32 -> target.putFloat(value);
        }
    }
}
