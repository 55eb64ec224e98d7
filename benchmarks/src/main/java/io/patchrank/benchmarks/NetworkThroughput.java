package io.patchrank.benchmarks;

import io.patchrank.models.vit.BlockFacet;
import io.patchrank.models.vit.Facet;
import io.patchrank.models.vit.Precision;
import io.patchrank.models.vit.VisionTransformer;
import io.patchrank.models.vit.VitOptions;
import io.patchrank.models.vit.VitOutputs;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.SafetensorsFile;
import io.patchrank.torch.StateDict;
import io.patchrank.torch.TorchThreads;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A DINOv2 network alone, on any device: pictures are in host memory, normalised, and the class tokens come back there.
 * The weights are what {@code peers/network.py make} wrote. Arguments: folder, device, precision, batch, seconds.
 */
final class NetworkThroughput {
    private NetworkThroughput() {}

    public static void main(String[] arguments) {
        TorchThreads.useCallingThreadOnly();
        Path folder = Path.of(arguments[0]);
        ComputeDevice device = ComputeDevice.resolve(arguments[1]);
        Precision precision = Precision.parse(arguments[2]);
        int batch = Integer.parseInt(arguments[3]);
        double seconds = Double.parseDouble(arguments[4]);
        VitOptions options =
                new VitOptions(OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), device, precision);
        try (SafetensorsFile opened = SafetensorsFile.open(folder.resolve("model.safetensors"));
                StateDict weights = StateDict.viewOf(opened);
                SafetensorsFile inputs = SafetensorsFile.open(folder.resolve("pictures.safetensors"));
                VisionTransformer network = VisionTransformer.load(weights, options)) {
            Tensor pictures = inputs.tensor("pictures").narrow(0, 0, batch);
            BlockFacet last = new BlockFacet(network.depth(), Facet.NORMALISED);
            float[] tokens = new float[0];
            long images = 0;
            double took = 0;
            for (int round = -2; took < seconds; round++) {
                long start = System.nanoTime();
                // Copying the answer to the host waits for the device.
                try (VitOutputs outputs = network.forward(pictures, Set.of(last))) {
                    tokens = HostArrays.floats(outputs.get(last).select(1, 0).select(0, 0));
                }
                if (round >= 0) {
                    took += (System.nanoTime() - start) / 1e9;
                    images += batch;
                }
            }
            JsonArray token = new JsonArray();
            for (float value : tokens) {
                token.add(value);
            }
            Round.print(
                    new JsonObject().put("imagesPerSecond", images / took).put("token", token),
                    device + ", " + precision + ", batch " + batch + ", " + torch.get_num_threads() + " CPU threads");
        }
    }
}
