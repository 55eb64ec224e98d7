package io.patchrank.pipeline;

import io.patchrank.imaging.decode.BgrDecoder;
import io.patchrank.imaging.decode.CropScale;
import io.patchrank.imaging.decode.DecodeOptions;
import io.patchrank.imaging.decode.PictureDecoder;
import io.patchrank.imaging.header.ImageLimits;
import io.patchrank.models.Models;
import io.patchrank.pipeline.config.ExtractConfig;
import io.patchrank.pipeline.config.NativeSettings;
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
    public Decoding decoding(NativeSettings settings) {
        ImageLimits limits = new ImageLimits(settings.decode().maxPixels(), ImageLimits.DEFAULT.minSide());
        DecodeOptions options = new DecodeOptions(limits, settings.decode().reduced(), CropScale.FILL);
        return new OpenCvDecoding(
                new PictureDecoder(options),
                new BgrDecoder(limits),
                settings.decode().maxBytes().bytes());
    }

    @Override
    public Extraction extraction(NativeSettings settings) {
        Optional<ImportedModel> imported = ImportedModel.of(settings.data());
        if (imported.isPresent()) {
            return new NetworkExtraction(new ImportedExtractor(imported.get()));
        }
        TorchThreads.useCallingThreadOnly();
        ComputeDevice device = ComputeDevice.resolve(settings.extract().device());
        return new NetworkExtraction(
                Models.open(ConfiguredModel.of(settings, batch(settings.extract(), device.isCuda())), device));
    }

    /** Pictures computed together at most. */
    static int batch(ExtractConfig extract, boolean cuda) {
        int configured = extract.batch();
        if (configured > 0) {
            return configured;
        }
        return cuda ? GPU_BATCH : 1;
    }
}
