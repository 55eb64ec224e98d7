import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.models.AmesModels;
import io.patchrank.models.ames.AmesNetwork;
import io.patchrank.models.ames.AmesOptions;
import io.patchrank.api.rerank.AmesPreset;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The re-rank stage with the re-ranker {@code ames}, as a server runs it: micro-batches on one thread a core. Reads what
 * {@code peer_ames.py make} wrote, keeps nothing of the gallery from one round to the next, prints one JSON object.
 *
 * <pre>java -cp 'app/lib/*' AmesThroughput.java FILE ROUNDS</pre>
 */
class AmesThroughput {
    public static void main(String[] arguments) {
        TorchThreads.useCallingThreadOnly();
        Path file = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int scorers = Runtime.getRuntime().availableProcessors();
        AmesNetwork network = AmesModels.open(Path.of(file + ".ames"), AmesOptions.on(ComputeDevice.CPU));
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
        RankedOrder order = null;
        try (Reranker ames = new AmesReranker(network, AmesRerankOptions.of(AmesPreset.DINOV2_FP), 0, LocalsForm.DESCRIPTORS);
                RerankStage stage = new RerankStage(
                        (keys, count, form) ->
                                keys.stream().map(key -> gallery.get(key.row())).toList(),
                        options)) {
            for (int round = 0; round <= rounds; round++) {
                long start = System.nanoTime();
                order = stage.rank(new RerankJob(query, shortlist, ames, Optional.empty()))
                        .block();
                double rate = gallery.size() / ((System.nanoTime() - start) / 1e9);
                best = round == 0 ? 0 : Math.max(best, rate); // the first warms up
            }
            stage.stop().block();
        }
        float[] scores = new float[gallery.size()];
        order.candidates()
                .forEach(c -> scores[c.rankBefore() - 1] = c.pairScore().orElseThrow().raw());
        System.out.println("{\"pairsPerSecond\": " + best + ", \"threads\": " + scorers + ", \"scores\": "
                + Arrays.toString(scores) + ", \"java\": \"" + System.getProperty("java.runtime.version") + "\"}");
    }

    private static LocalDescriptors locals(Tensor rows) {
        int count = (int) rows.size(0);
        float[] zeros = new float[count];
        return new LocalDescriptors(
                (int) rows.size(1), zeros, zeros, zeros, zeros, new boolean[count], HostArrays.floats(rows));
    }
}
