package io.patchrank.pipeline.message;

/** Addresses between stages. Not for other services: they change without notice. */
public final class StageAddresses {
    public static final String HASH = "patchrank.stage.decode.hash";
    public static final String DECODE = "patchrank.stage.decode";
    public static final String INSPECT = "patchrank.stage.decode.inspect";
    public static final String VIEW = "patchrank.stage.decode.view";
    public static final String PLACE = "patchrank.stage.decode.place";
    public static final String EXTRACT = "patchrank.stage.extract";
    public static final String EXTRACT_DENSE = "patchrank.stage.extract.dense";
    public static final String MODEL = "patchrank.stage.extract.model";
    public static final String STORE = "patchrank.stage.store";
    public static final String READ_LOCALS = "patchrank.stage.store.locals";
    public static final String STORE_STATUS = "patchrank.stage.store.status";
    public static final String SEGMENTS = "patchrank.stage.store.segments";
    public static final String COPY = "patchrank.stage.store.copy";
    public static final String END_SEGMENT = "patchrank.stage.store.end";
    public static final String DROP_SEGMENT = "patchrank.stage.store.drop";
    public static final String SHORTLIST = "patchrank.stage.index.shortlist";
    public static final String INDEXED = "patchrank.stage.index.indexed";
    public static final String SHOW = "patchrank.stage.index.show";
    public static final String RERANK = "patchrank.stage.rerank";
    public static final String IMPROVED = "patchrank.stage.search.improved";

    public static final String CREDITS = "patchrank.stage.credits";
    public static final String CREDITS_ASKED = "patchrank.stage.credits.asked";

    private StageAddresses() {}
}
