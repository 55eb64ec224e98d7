package io.patchrank.pipeline;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.Binariser;
import io.patchrank.api.feature.LocalsForm;
import io.patchrank.api.feature.ModelInfo;
import io.patchrank.models.AmesModels;
import io.patchrank.models.WeightsLocation;
import io.patchrank.pipeline.config.PatchrankConfig;
import io.patchrank.pipeline.config.StoreConfig;
import io.patchrank.storage.CodeOptions;
import io.patchrank.storage.StorageOptions;
import io.patchrank.storage.StoredType;
import java.util.EnumSet;
import java.util.Set;

/** The storage that a configuration asks for. */
public final class ConfiguredStorage {
    private ConfiguredStorage() {}

    /**
     * What to open it with for a model; reads the projection of binary codes where they are kept.
     *
     * @throws PatchrankException {@code CONFIG_INVALID} naming key and file of a checkpoint that has no codes,
     *     {@code MODEL_MISMATCH} when it was made for other descriptors
     */
    public static StorageOptions of(PatchrankConfig config, ModelInfo model) {
        StoreConfig store = config.store();
        StorageOptions options = StorageOptions.of(model)
                .withStoredType(StoredType.valueOf(store.precision().name()))
                .withSegmentLimits(store.segmentImages(), StorageOptions.DEFAULT_BYTES_PER_SEGMENT);
        return switch (store.codes()) {
            case NONE -> options;
            case BESIDE -> options.withCodes(codes(config, false));
            case ONLY -> options.withCodes(codes(config, true));
        };
    }

    private static CodeOptions codes(PatchrankConfig config, boolean alone) {
        return new CodeOptions(alone, config.store().codeDescriptors(), binariser(config));
    }

    private static Binariser binariser(PatchrankConfig config) {
        WeightsLocation checkpoint = ConfiguredAmes.weights(config).orElseThrow();
        try {
            return AmesModels.binariser(checkpoint);
        } catch (PatchrankException e) {
            throw new PatchrankException(
                    ErrorCode.CONFIG_INVALID,
                    "rerank.ames.weights",
                    "store.codes takes its projection from "
                            + config.rerank().ames().weights() + ": " + e.reason(),
                    e);
        }
    }

    /** In which forms local descriptors can be read from it. */
    static Set<LocalsForm> forms(StoreConfig store) {
        return switch (store.codes()) {
            case NONE -> EnumSet.of(LocalsForm.DESCRIPTORS);
            case BESIDE -> EnumSet.of(LocalsForm.DESCRIPTORS, LocalsForm.CODES);
            case ONLY -> EnumSet.of(LocalsForm.CODES);
        };
    }
}
