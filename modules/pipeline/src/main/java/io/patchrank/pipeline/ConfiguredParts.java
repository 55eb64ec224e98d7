package io.patchrank.pipeline;

import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.CropScale;
import io.patchrank.imaging.decode.DecodeOptions;
import io.patchrank.imaging.decode.PictureDecoder;
import io.patchrank.imaging.header.ImageLimits;
import io.patchrank.models.Models;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.data.ImportedModel;
import io.patchrank.pipeline.decode.Decoding;
import io.patchrank.pipeline.decode.OpenCvDecoding;
import io.patchrank.pipeline.extract.Extraction;
import io.patchrank.pipeline.extract.ImportedExtractor;
import io.patchrank.pipeline.extract.NetworkExtraction;
import io.patchrank.pipeline.isolation.NativeParts;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.TorchThreads;
import java.util.Optional;

/** The decoder and the network that a configuration asks for. */
public final class ConfiguredParts implements NativeParts {
    private static final int GPU_BATCH = 16;

    @Override
    public Decoding decoding(PatchrankConfig config) {
        ImageLimits limits = new ImageLimits(config.decode().maxPixels(), ImageLimits.DEFAULT.minSide());
        DecodeOptions options = new DecodeOptions(limits, config.decode().reduced(), CropScale.FILL);
        return new OpenCvDecoding(
                new PictureDecoder(options),
                new BgrDecoder(limits),
                config.decode().maxBytes().bytes());
    }

    @Override
    public Extraction extraction(PatchrankConfig config) {
        Optional<ImportedModel> imported = ImportedModel.of(config.data());
        if (imported.isPresent()) {
            return new NetworkExtraction(new ImportedExtractor(imported.get()));
        }
        TorchThreads.useCallingThreadOnly();
        ComputeDevice device = ComputeDevice.resolve(config.extract().device());
        return new NetworkExtraction(Models.open(ConfiguredModel.of(config, batch(config, device.isCuda())), device));
    }

    /** Pictures computed together at most. */
    static int batch(PatchrankConfig config, boolean cuda) {
        int configured = config.extract().batch();
        if (configured > 0) {
            return configured;
        }
        return cuda ? GPU_BATCH : 1;
    }
}
