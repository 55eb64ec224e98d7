package io.patchrank.storage.hdf5;

import java.util.ArrayList;
import java.util.List;

/**
 * The filters that every chunk went through, in the order of writing (specification IV.A.2.l): deflate, shuffle,
 * Fletcher-32 and LZF, which is all that h5py writes of its own accord.
 */
record FilterPipeline(List<Step> steps) {
    static final FilterPipeline NONE = new FilterPipeline(List.of());

    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER_32 = 3;
    private static final int LZF = 32_000;
    private static final int NAMED_FROM = 256;

    record Step(int id, String name, List<Integer> settings) {}

    FilterPipeline {
        steps = List.copyOf(steps);
    }

    static FilterPipeline parse(Fields fields) {
        int version = fields.u8();
        int count = fields.u8();
        fields.skip(version == 1 ? 6 : 0);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = fields.u16();
            int nameLength = version == 1 || id >= NAMED_FROM ? fields.u16() : 0;
            fields.skip(2);
            int settingCount = fields.u16();
            String name = fields.utf8(nameLength).replace("\0", "");
            List<Integer> settings = new ArrayList<>();
            for (int s = 0; s < settingCount; s++) {
                settings.add((int) fields.u32());
            }
            fields.skip(version == 1 && settingCount % 2 == 1 ? 4 : 0);
            steps.add(new Step(id, name, settings));
        }
        return new FilterPipeline(steps);
    }

    /** Name of a filter that cannot be undone here; empty when all can. */
    String unknown() {
        for (Step step : steps) {
            switch (step.id()) {
                case DEFLATE, SHUFFLE, FLETCHER_32, LZF -> {}
                case 4 -> {
                    return "szip";
                }
                case 5 -> {
                    return "nbit";
                }
                case 6 -> {
                    return "scaleoffset";
                }
                default -> {
                    return step.name().isEmpty() ? "number " + step.id() : step.name();
                }
            }
        }
        return "";
    }

    /**
     * The chunk as it was before it was written.
     *
     * @param skipped bit i: filter i was passed over when this chunk was written
     * @param size of the result in bytes
     * @throws IllegalArgumentException when the bytes cannot be what the filters made
     */
    byte[] undo(byte[] stored, int skipped, int size) {
        byte[] bytes = stored;
        for (int i = steps.size() - 1; i >= 0; i--) {
            if ((skipped & 1 << i) == 0) {
                Step step = steps.get(i);
                bytes = switch (step.id()) {
                    case DEFLATE -> ChunkCodecs.inflate(bytes, size);
                    case SHUFFLE -> ChunkCodecs.unshuffle(bytes, step.settings().getFirst());
                    case FLETCHER_32 -> ChunkCodecs.verified(bytes);
                    case LZF -> ChunkCodecs.unpackLzf(bytes, size);
                    default -> throw new IllegalArgumentException("filter " + step.id());
                };
            }
        }
        if (bytes.length < size) {
            throw new IllegalArgumentException("it holds " + bytes.length + " bytes instead of " + size);
        }
        return bytes;
    }
}
