package io.patchrank.testkit.crash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/** What the child does in one cycle: the same for the same seed and cycle. */
final class Plan {
    static final int IMAGES = 30;
    private static final int WAVES = 6;
    private static final int AT_ONCE = 6;

    private final SplittableRandom random;
    private final long cycle;
    private long contents;

    Plan(long seed, int cycle) {
        this.random = new SplittableRandom(seed * 1_000_003 + cycle);
        this.cycle = cycle;
    }

    /** Changes that are asked for at once, of different images; one group after the other. */
    List<List<Change>> waves() {
        List<List<Change>> waves = new ArrayList<>();
        for (int wave = 0; wave < WAVES; wave++) {
            Set<Integer> images = new HashSet<>();
            while (images.size() < AT_ONCE) {
                images.add(random.nextInt(IMAGES));
            }
            waves.add(images.stream().map(this::change).toList());
        }
        return waves;
    }

    private Change change(int image) {
        int kind = random.nextInt(10);
        if (kind < 2) {
            return new Change(image, OptionalLong.empty());
        }
        // Some contents are known already, under this name or another: their features are shared.
        long content = kind < 5 ? random.nextInt(IMAGES) : cycle * 1000 + contents++;
        return new Change(image, OptionalLong.of(content));
    }
}
