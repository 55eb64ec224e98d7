package io.patchrank.api.feature;

/**
 * @param images features kept, in the journal and in shards
 * @param journalImages those not yet sealed into a shard
 * @param shards sealed HDF5 files
 * @param bytes size on disk
 */
public record StorageStatus(long images, long journalImages, int shards, long bytes) {}
