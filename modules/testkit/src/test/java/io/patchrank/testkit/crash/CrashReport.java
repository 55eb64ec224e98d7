package io.patchrank.testkit.crash;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * @param starts restarts after which all of the gallery was looked at
 * @param acknowledged changes, all cycles together
 * @param kills processes that died, by point
 * @param violations what must not be, in words
 */
record CrashReport(
        long seed, int cycles, int starts, long acknowledged, Map<CrashPoint, Integer> kills, List<String> violations) {
    CrashReport {
        kills = new TreeMap<>(kills);
        violations = List.copyOf(violations);
    }

    @Override
    public String toString() {
        return ("crash harness, seed %d: %d cycles, %d restarts looked at, %d changes acknowledged, killed at %s,"
                        + " %d violations")
                .formatted(seed, cycles, starts, acknowledged, kills, violations.size());
    }
}
