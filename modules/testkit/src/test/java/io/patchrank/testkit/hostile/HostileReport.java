package io.patchrank.testkit.hostile;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * @param outcomes rows by state, the rejected ones by code
 * @param peakMemory bytes of the process in RAM at most
 * @param slowest the file for whose end the others waited longest, with milliseconds
 * @param violations what must not be, in words
 */
record HostileReport(
        long seed,
        long kinds,
        int files,
        Map<String, Long> outcomes,
        OptionalLong peakMemory,
        String slowest,
        List<String> violations) {
    HostileReport {
        outcomes = new TreeMap<>(outcomes);
        violations = List.copyOf(violations);
    }

    @Override
    public String toString() {
        String peak = peakMemory.isPresent() ? (peakMemory.getAsLong() >> 20) + " MB" : "unknown";
        return "hostile images, seed %d: %d kinds, %d files, ended as %s, peak memory %s, slowest %s, %d violations"
                .formatted(seed, kinds, files, outcomes, peak, slowest, violations.size());
    }
}
