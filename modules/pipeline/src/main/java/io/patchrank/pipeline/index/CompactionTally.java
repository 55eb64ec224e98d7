package io.patchrank.pipeline.index;

import io.vertx.core.json.JsonObject;

/** What a compaction has done so far. Event loop. */
final class CompactionTally {
    private int segments;
    private long moved;
    private long dead;
    private long storageBytes;
    private long catalogueBytes;
    private int uploads;
    private long uploadBytes;

    /** @param bytes of its dead rows */
    void dropped(long rows, long bytes) {
        segments++;
        dead += rows;
        storageBytes += bytes;
    }

    void moved(int images) {
        moved += images;
    }

    void catalogue(long bytes) {
        catalogueBytes += bytes;
    }

    void uploads(Uploads.Swept swept) {
        uploads += swept.files();
        uploadBytes += swept.bytes();
    }

    /** Adds what another has done. */
    void add(CompactionTally other) {
        segments += other.segments;
        moved += other.moved;
        dead += other.dead;
        storageBytes += other.storageBytes;
        catalogueBytes += other.catalogueBytes;
        uploads += other.uploads;
        uploadBytes += other.uploadBytes;
    }

    boolean isNothing() {
        return segments == 0 && uploads == 0 && catalogueBytes == 0;
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("segments", segments)
                .put("moved", moved)
                .put("dead", dead)
                .put("uploads", uploads)
                .put("returnedBytes", storageBytes + catalogueBytes + uploadBytes);
    }
}
