package io.patchrank.pipeline.diagnosis;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ImageFeatures;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.api.rerank.AmesPreset;
import io.patchrank.imaging.decode.CropScale;
import io.patchrank.imaging.decode.DecodeOptions;
import io.patchrank.imaging.decode.DecodedPicture;
import io.patchrank.imaging.decode.PictureDecoder;
import io.patchrank.imaging.header.ImageLimits;
import io.patchrank.models.AmesModels;
import io.patchrank.models.ModelDefinition;
import io.patchrank.models.ModelDescription;
import io.patchrank.models.Models;
import io.patchrank.models.TransformerExtractor;
import io.patchrank.models.WeightsLocation;
import io.patchrank.models.ames.AmesNetwork;
import io.patchrank.pipeline.ConfiguredAmes;
import io.patchrank.pipeline.ConfiguredModel;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.RerankConfig;
import io.patchrank.pipeline.decode.TestPicture;
import io.patchrank.torch.ComputeDevice;
import io.patchrank.torch.CpuFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Device and model as configured: loaded, and made to compute once. Runs on the calling thread. */
final class ModelChecks {
    private final PatchrankConfig config;
    private final List<Check> checks = new ArrayList<>();
    private Optional<ModelInfo> model = Optional.empty();

    ModelChecks(PatchrankConfig config) {
        this.config = config;
    }

    List<Check> run() {
        Optional<ComputeDevice> device = device();
        device.flatMap(this::precision).ifPresent(checks::add);
        threads(device.map(ComputeDevice::isCuda).orElse(false));
        definition().filter(this::weights).ifPresent(sound -> device.ifPresent(on -> compute(sound, on)));
        if (!config.rerank().ames().weights().isBlank()) {
            ames(device.orElse(ComputeDevice.CPU));
        }
        return checks;
    }

    /** Empty when the weights are of the registry, but not downloaded. */
    private Optional<ModelDefinition> definition() {
        try {
            return Optional.of(ConfiguredModel.of(config, 1));
        } catch (PatchrankException e) {
            checks.add(Check.fail("weights", e));
            return Optional.empty();
        }
    }

    /** The model, when it could be loaded. */
    Optional<ModelInfo> model() {
        return model;
    }

    private Optional<ComputeDevice> device() {
        String wanted = config.extract().device();
        try {
            ComputeDevice device = ComputeDevice.resolve(wanted);
            checks.add(Check.ok("device", device + " (extract.device: " + wanted + ")"));
            return Optional.of(device);
        } catch (PatchrankException e) {
            checks.add(Check.fail("device", e));
        } catch (LinkageError e) {
            checks.add(Check.fail("device", ErrorCode.DEVICE_UNAVAILABLE, "PyTorch does not load: " + e));
        }
        return Optional.empty();
    }

    private Optional<Check> precision(ComputeDevice device) {
        return MachineChecks.precision(config.extract().precision(), device.isCuda(), CpuFeatures.ofThisMachine());
    }

    private void threads(boolean cuda) {
        int cores = Runtime.getRuntime().availableProcessors();
        int configured = config.extract().workers();
        int workers = configured > 0 ? configured : cuda ? 1 : cores;
        int scorers = config.rerank().threads() > 0 ? config.rerank().threads() : cores;
        String detail = workers + " forward passes at a time, "
                + config.decode().workers() + " decoding, " + scorers + " re-ranking; " + cores + " processors";
        checks.add(
                !cuda && workers > cores
                        ? Check.warn("threads", detail + ": extract.workers above the processors only costs memory")
                        : Check.ok("threads", detail));
    }

    private void ames(ComputeDevice device) {
        RerankConfig.Ames ames = config.rerank().ames();
        try {
            WeightsLocation checkpoint = ConfiguredAmes.weights(config, ames.weights());
            try (AmesNetwork network = ConfiguredAmes.open(checkpoint, ames, device)) {
                ames(network, AmesModels.describe(checkpoint));
            }
        } catch (PatchrankException e) {
            checks.add(Check.fail("ames", e));
        } catch (LinkageError e) {
            checks.add(Check.fail("ames", ErrorCode.DEVICE_UNAVAILABLE, "PyTorch does not load: " + e));
        }
    }

    private void ames(AmesNetwork network, AmesModels.Description description) {
        AmesPreset preset = ConfiguredAmes.preset(config.rerank().ames(), network);
        String detail = config.rerank().ames().weights() + "; SHA-256 " + description.sha256() + "; "
                + description.architecture() + "; preset " + preset;
        int stored = model.map(ModelInfo::localDimension)
                .orElse(network.architecture().localDimension());
        checks.add(
                network.architecture().accepts(stored)
                        ? Check.ok("ames", detail)
                        : Check.fail(
                                "ames",
                                ErrorCode.MODEL_MISMATCH,
                                detail + ": the model's local descriptors have " + stored
                                        + " dimensions; use a checkpoint made for this model"));
    }

    private boolean weights(ModelDefinition definition) {
        try {
            ModelDescription description = Models.describe(definition);
            checks.add(Check.ok(
                    "weights",
                    description.name() + "; SHA-256 " + description.weightsSha256() + "; licence "
                            + description.licence()));
            checks.add(Check.ok(
                    "whitening",
                    description.whiteningSha256().map(sha -> "SHA-256 " + sha).orElse("none: descriptors stay raw")));
            description.detectorSha256().ifPresent(sha -> checks.add(Check.ok("detector", "SHA-256 " + sha)));
            return true;
        } catch (PatchrankException e) {
            checks.add(Check.fail("weights", e));
        } catch (LinkageError e) {
            checks.add(Check.fail("weights", ErrorCode.DEVICE_UNAVAILABLE, "PyTorch does not load: " + e));
        }
        return false;
    }

    private void compute(ModelDefinition definition, ComputeDevice device) {
        try (TransformerExtractor extractor = Models.open(definition, device)) {
            ModelInfo info = extractor.model();
            model = Optional.of(info);
            PictureDecoder decoder = new PictureDecoder(new DecodeOptions(ImageLimits.DEFAULT, false, CropScale.FILL));
            DecodedPicture decoded =
                    decoder.decode(TestPicture.bytes(), "test picture", info.input(), Optional.empty());
            try (var picture = decoded.picture()) {
                ImageFeatures warm = extractor.extract(List.of(picture)).getFirst();
                long start = System.nanoTime();
                extractor.extract(List.of(picture));
                checks.add(Check.ok(
                        "model",
                        String.format(
                                Locale.ROOT,
                                "%s; global %d, locals up to %d x %d; %.0f ms for a picture of %d x %d",
                                info.fingerprint(),
                                warm.global().length,
                                info.maxLocals(),
                                info.localDimension(),
                                (System.nanoTime() - start) / 1e6,
                                picture.width(),
                                picture.height())));
            }
        } catch (PatchrankException e) {
            checks.add(Check.fail("model", e));
        } catch (LinkageError e) {
            checks.add(Check.fail("model", ErrorCode.DEVICE_UNAVAILABLE, "PyTorch does not load: " + e));
        }
    }
}
