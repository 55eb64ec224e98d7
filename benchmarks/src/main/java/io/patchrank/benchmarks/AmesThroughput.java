package io.patchrank.benchmarks;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.rerank.AmesPreset;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.models.AmesModels;
import io.patchrank.models.WeightsLocation;
import io.patchrank.models.ames.AmesNetwork;
import io.patchrank.models.ames.AmesOptions;
import io.patchrank.rerank.AmesRerankOptions;
import io.patchrank.rerank.AmesReranker;
import io.patchrank.rerank.stage.Candidate;
import io.patchrank.rerank.stage.RankedOrder;
import io.patchrank.rerank.stage.RerankJob;
import io.patchrank.rerank.stage.RerankStage;
import io.patchrank.rerank.stage.RerankStageOptions;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.SafetensorsFile;
import io.patchrank.torch.TorchThreads;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The re-rank stage with the re-ranker {@code ames}, as a server runs it: micro-batches on one thread a core. Reads what
 * {@code peer_ames.py make} wrote, keeps nothing of the gallery from one round to the next, prints one JSON object.
 * Arguments: the file, and how many rounds of which the best counts.
 */
final class AmesThroughput {
    private AmesThroughput() {}

    public static void main(String[] arguments) {
        TorchThreads.useCallingThreadOnly();
        Path file = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int scorers = Runtime.getRuntime().availableProcessors();
        AmesNetwork network =
                AmesModels.open(new WeightsLocation.File(Path.of(file + ".ames")), AmesOptions.on(ComputeDevice.CPU));
        List<LocalDescriptors> gallery = new ArrayList<>();
        LocalDescriptors query;
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            query = locals(tensors.tensor("query"));
            for (long i = 0; i < tensors.tensor("gallery").size(0); i++) {
                gallery.add(locals(tensors.tensor("gallery").select(0, i)));
            }
        }
        List<Candidate> shortlist = new ArrayList<>();
        for (int i = 0; i < gallery.size(); i++) {
            shortlist.add(new Candidate(new FeatureKey(0, i), 1f / (1 + i)));
        }
        // Batches small enough that no core waits long for another at the end.
        RerankStageOptions options = new RerankStageOptions(5, 4, scorers, 8);
        double best = 0;
        float[] scores = new float[gallery.size()];
        try (Reranker ames = new AmesReranker(
                        network, AmesRerankOptions.of(AmesPreset.DINOV2_FP), 0, LocalsForm.DESCRIPTORS);
                RerankStage stage = new RerankStage(
                        (keys, count, form) ->
                                keys.stream().map(key -> gallery.get(key.row())).toList(),
                        options)) {
            for (int round = 0; round <= rounds; round++) {
                long start = System.nanoTime();
                RankedOrder order =
                        Objects.requireNonNull(stage.rank(new RerankJob(query, shortlist, ames, Optional.empty()))
                                .block());
                double rate = gallery.size() / ((System.nanoTime() - start) / 1e9);
                best = round == 0 ? 0 : Math.max(best, rate); // the first warms up
                order.candidates()
                        .forEach(c -> scores[c.rankBefore() - 1] =
                                c.pairScore().orElseThrow().raw());
            }
            stage.stop().block();
        }
        List<Float> list = new ArrayList<>();
        for (float score : scores) {
            list.add(score);
        }
        Round.print(
                new JsonObject().put("pairsPerSecond", best).put("scores", new JsonArray(list)), scorers + " threads");
    }

    private static LocalDescriptors locals(Tensor rows) {
        int count = (int) rows.size(0);
        float[] zeros = new float[count];
        return new LocalDescriptors(
                (int) rows.size(1), zeros, zeros, zeros, zeros, new boolean[count], HostArrays.floats(rows));
    }
}
