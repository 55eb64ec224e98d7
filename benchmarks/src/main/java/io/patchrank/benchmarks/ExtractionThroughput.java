package io.patchrank.benchmarks;

import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.imaging.decode.DecodeOptions;
import io.patchrank.imaging.decode.OpenCv;
import io.patchrank.imaging.decode.PictureDecoder;
import io.patchrank.models.FeatureRecipe;
import io.patchrank.models.GlobalPart;
import io.patchrank.models.LocalRecipe;
import io.patchrank.models.ModelDefinition;
import io.patchrank.models.Models;
import io.patchrank.models.PatchWeight;
import io.patchrank.models.TransformerExtractor;
import io.patchrank.models.WeightsLocation;
import io.patchrank.models.WhiteningLocation;
import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.PositionRule;
import io.patchrank.models.vit.Precision;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.TorchThreads;
import io.vertx.core.json.JsonObject;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Photographs from files to global and local descriptors of the last of twelve blocks, on one single-threaded worker a
 * core as the server's stages run them. Positions are stretched as Hugging Face does, so that both sides compute the
 * same. Arguments: weights, precision, a file with one path a line, and where the descriptors go for comparison.
 */
public final class ExtractionThroughput {
    private static final String LAST = "12.normalised";
    private static final int TOP_K = 256;
    private static final int LONGEST_SIDE = 322;
    private static final int WARM_UP = 8;

    private ExtractionThroughput() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        TorchThreads.useCallingThreadOnly();
        OpenCv.load();
        int workers = Runtime.getRuntime().availableProcessors();
        List<Path> photographs =
                Files.readAllLines(Path.of(arguments[2])).stream().map(Path::of).toList();
        ModelDefinition definition = definition(Path.of(arguments[0]), Precision.parse(arguments[1]));
        try (TransformerExtractor extractor = Models.open(definition, ComputeDevice.CPU);
                ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            PictureDecoder decoder = new PictureDecoder(DecodeOptions.DEFAULT);
            all(threads, photographs.subList(0, Math.min(WARM_UP, photographs.size())), decoder, extractor);
            long start = System.nanoTime();
            List<ImageFeatures> features = all(threads, photographs, decoder, extractor);
            double seconds = (System.nanoTime() - start) / 1e9;
            write(features, Path.of(arguments[3]));
            Round.print(
                    new JsonObject()
                            .put("images", features.size())
                            .put("seconds", seconds)
                            .put("imagesPerSecond", features.size() / seconds),
                    workers + " workers of one thread, " + arguments[1]);
        }
    }

    private static ModelDefinition definition(Path weights, Precision precision) {
        LocalRecipe locals = new LocalRecipe(BlockFacet.parse(LAST), new PatchWeight.ClsAttention(12), TOP_K, true);
        return ModelDefinition.embedded()
                .withWeights(new WeightsLocation.File(weights))
                .withWhitening(new WhiteningLocation.None())
                .withPositions(PositionRule.HUGGING_FACE)
                .withPrecision(precision)
                .withBatch(1)
                .withRecipe(new FeatureRecipe(
                        List.of(GlobalPart.parse("cls@" + LAST)), false, Integer.MAX_VALUE, locals, LONGEST_SIDE));
    }

    private static List<ImageFeatures> all(
            ExecutorService threads, List<Path> photographs, PictureDecoder decoder, TransformerExtractor extractor)
            throws InterruptedException, ExecutionException {
        List<Future<ImageFeatures>> pending = photographs.stream()
                .map(file -> threads.submit(() -> one(file, decoder, extractor)))
                .toList();
        List<ImageFeatures> features = new ArrayList<>();
        for (Future<ImageFeatures> one : pending) {
            features.add(one.get());
        }
        return features;
    }

    private static ImageFeatures one(Path file, PictureDecoder decoder, TransformerExtractor extractor)
            throws IOException {
        try (var picture = decoder.decode(
                        Files.readAllBytes(file),
                        file.toString(),
                        extractor.model().input(),
                        Optional.empty())
                .picture()) {
            return extractor.extract(List.of(picture)).getFirst();
        }
    }

    /** Of each: the number n of local descriptors, the global one, n patch numbers, n descriptors; big-endian. */
    private static void write(List<ImageFeatures> features, Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (ImageFeatures image : features) {
                LocalDescriptors locals = image.locals();
                out.writeInt(locals.validCount());
                floats(out, image.global());
                for (int i = 0; i < locals.validCount(); i++) {
                    int row = (int) (locals.y()[i] * image.grid().height());
                    int column = (int) (locals.x()[i] * image.grid().width());
                    out.writeInt(row * image.grid().width() + column);
                }
                floats(out, locals.values());
            }
        }
    }

    private static void floats(DataOutputStream out, float[] values) {
        try {
            for (float value : values) {
                out.writeFloat(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
