package io.patchrank.benchmarks;

import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.rerank.AmesPreset;
import io.patchrank.api.rerank.PairScore;
import io.patchrank.api.rerank.Reranker;
import io.patchrank.models.AmesModels;
import io.patchrank.models.WeightsLocation;
import io.patchrank.models.ames.AmesNetwork;
import io.patchrank.models.ames.AmesOptions;
import io.patchrank.rerank.AmesRerankOptions;
import io.patchrank.rerank.AmesReranker;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.TorchThreads;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * The re-rank stage with the re-ranker {@code ames}. Reads what {@code ames.py make} wrote, keeps nothing of the gallery
 * from one round to the next, nor of the query.
 *
 * <pre>Ames FILE ROUNDS</pre>
 */
final class Ames {
    private static final int WARM_UP = 1;

    private Ames() {}

    public static void main(String[] arguments) {
        TorchThreads.useCallingThreadOnly();
        Path file = Path.of(arguments[0]);
        SafetensorsLocals locals = SafetensorsLocals.read(file);
        AmesNetwork network =
                AmesModels.open(new WeightsLocation.File(Path.of(file + ".ames")), AmesOptions.on(ComputeDevice.CPU));
        AmesRerankOptions options = AmesRerankOptions.of(AmesPreset.DINOV2_FP);
        try (Reranker ames = new AmesReranker(network, options, 0, LocalsForm.DESCRIPTORS)) {
            RerankRounds rounds = RerankRounds.run(
                    locals, round -> another(locals.query(), round), ames, WARM_UP, Integer.parseInt(arguments[1]));
            JsonObject measured = new JsonObject()
                    .put("pairsPerSecond", rounds.pairsPerSecond())
                    .put("scores", new JsonArray(rounds.inOrderOfSearch(PairScore::raw)));
            Round.print(measured, rounds.threads() + " threads");
        }
    }

    /** Whose score is the same but for rounding: the first value differs in its last bits. */
    private static LocalDescriptors another(LocalDescriptors query, int round) {
        float[] values = query.values().clone();
        values[0] += round * Math.ulp(values[0]);
        return new LocalDescriptors(
                query.dimension(), query.x(), query.y(), query.scale(), query.weight(), query.padding(), values);
    }
}
