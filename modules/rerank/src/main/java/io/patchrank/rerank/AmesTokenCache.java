package io.patchrank.rerank;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.patchrank.api.feature.FeatureKey;
import io.patchrank.models.ames.GalleryTokens;
import java.util.Optional;

/**
 * What AMES has computed of gallery images: the most used ones within a bound of memory. Never stale, since what a
 * {@link FeatureKey} names never changes. Thread-safe.
 */
final class AmesTokenCache {
    /** Entry, key and objects around the numbers. */
    private static final int OVERHEAD = 160;

    private final Cache<Key, GalleryTokens> tokens;

    /** @param descriptorCount rows read of the image: fewer give other tokens */
    private record Key(FeatureKey image, int descriptorCount) {}

    /** @param bytes of heap to fill at most; 0 keeps nothing */
    AmesTokenCache(long bytes) {
        // On the calling thread: eviction is cheap, and no pool of others should hold up a shutdown.
        tokens = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Key key, GalleryTokens kept) -> kept.bytes() + OVERHEAD)
                .executor(Runnable::run)
                .build();
    }

    Optional<GalleryTokens> find(FeatureKey image, int descriptorCount) {
        return Optional.ofNullable(tokens.getIfPresent(new Key(image, descriptorCount)));
    }

    void keep(FeatureKey image, int descriptorCount, GalleryTokens computed) {
        tokens.put(new Key(image, descriptorCount), computed);
    }

    /** Images kept. */
    long size() {
        tokens.cleanUp();
        return tokens.estimatedSize();
    }
}
