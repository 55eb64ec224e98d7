package io.patchrank.storage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.feature.ModelInfo;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a storage keeps and how. Shape, fingerprint and codes must be those that the folder was made with; the other
 * options may change between runs and then hold for new segments.
 *
 * @param storedType of the local descriptors of new segments
 * @param topK local descriptors kept of an image; an image with fewer is padded
 * @param localDimension D, length of one local descriptor
 * @param globalDimension Dg, length of the global descriptor
 * @param modelFingerprint as in {@link ModelInfo#fingerprint()}, at most 1,024 bytes of UTF-8
 * @param imagesPerSegment a segment is sealed by the call that brings it to this many images
 * @param bytesPerSegment or to this size in bytes, whichever comes first
 * @param codes binary codes to keep; empty for none
 */
public record StorageOptions(
        StoredType storedType,
        int topK,
        int localDimension,
        int globalDimension,
        String modelFingerprint,
        int imagesPerSegment,
        long bytesPerSegment,
        Optional<CodeOptions> codes) {
    public static final int DEFAULT_IMAGES_PER_SEGMENT = 1_000;
    public static final long DEFAULT_BYTES_PER_SEGMENT = 512L << 20;

    private static final int MAX_FINGERPRINT_BYTES = 1_024;
    private static final int MAX_IMAGE_BYTES = 1 << 30;

    public StorageOptions {
        require(topK >= 1, "topK", "at least 1");
        require(localDimension >= 1, "localDimension", "at least 1");
        require(globalDimension >= 1, "globalDimension", "at least 1");
        require(!modelFingerprint.isBlank(), "modelFingerprint", "not blank");
        int fingerprintBytes = modelFingerprint.getBytes(StandardCharsets.UTF_8).length;
        require(fingerprintBytes <= MAX_FINGERPRINT_BYTES, "modelFingerprint", "at most 1024 bytes of UTF-8");
        require(imagesPerSegment >= 1, "imagesPerSegment", "at least 1");
        require(bytesPerSegment >= 1, "bytesPerSegment", "at least 1");
        double imageBytes = ((double) topK * (localDimension + RowLayout.META_COLUMNS) + globalDimension) * Float.BYTES;
        require(imageBytes <= MAX_IMAGE_BYTES, "topK", "small enough that the features of an image stay below 1 GiB");
        codes.ifPresent(kept -> check(kept, localDimension));
    }

    /** Without codes. */
    public StorageOptions(
            StoredType storedType,
            int topK,
            int localDimension,
            int globalDimension,
            String modelFingerprint,
            int imagesPerSegment,
            long bytesPerSegment) {
        this(
                storedType,
                topK,
                localDimension,
                globalDimension,
                modelFingerprint,
                imagesPerSegment,
                bytesPerSegment,
                Optional.empty());
    }

    private static void check(CodeOptions codes, int localDimension) {
        require(
                codes.descriptors() >= 1 && codes.descriptors() <= CodeLayout.MAX_COUNT,
                "codes",
                "of 1 to " + CodeLayout.MAX_COUNT + " descriptors");
        int takes = codes.binariser().dimension();
        if (takes != localDimension) {
            throw new PatchrankException(
                    ErrorCode.MODEL_MISMATCH,
                    "storage.codes",
                    "the projection takes descriptors of " + takes + " dimensions, the model's have " + localDimension
                            + "; use a projection made for this model");
        }
    }

    /** The defaults for features of this model: float16, segments of 1,000 images or 512 MiB. */
    public static StorageOptions of(ModelInfo model) {
        return new StorageOptions(
                StoredType.FLOAT16,
                model.maxLocals(),
                model.localDimension(),
                model.globalDimension(),
                model.fingerprint(),
                DEFAULT_IMAGES_PER_SEGMENT,
                DEFAULT_BYTES_PER_SEGMENT);
    }

    public StorageOptions withStoredType(StoredType type) {
        return new StorageOptions(
                type,
                topK,
                localDimension,
                globalDimension,
                modelFingerprint,
                imagesPerSegment,
                bytesPerSegment,
                codes);
    }

    public StorageOptions withSegmentLimits(int images, long bytes) {
        return new StorageOptions(
                storedType, topK, localDimension, globalDimension, modelFingerprint, images, bytes, codes);
    }

    public StorageOptions withCodes(CodeOptions kept) {
        return new StorageOptions(
                storedType,
                topK,
                localDimension,
                globalDimension,
                modelFingerprint,
                imagesPerSegment,
                bytesPerSegment,
                Optional.of(kept));
    }

    RowLayout layout() {
        return new RowLayout(
                storedType,
                topK,
                localDimension,
                globalDimension,
                codes.map(CodeOptions::layout).orElse(CodeLayout.NONE));
    }

    private static void require(boolean holds, String key, String expected) {
        if (!holds) {
            throw new PatchrankException(ErrorCode.CONFIG_INVALID, "storage." + key, "must be " + expected);
        }
    }
}
