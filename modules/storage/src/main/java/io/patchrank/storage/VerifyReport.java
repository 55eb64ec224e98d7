package io.patchrank.storage;

import java.nio.file.Path;
import java.util.List;

/**
 * What a check of all bytes found.
 *
 * @param files journals and shards read
 * @param bytes read in all
 * @param findings one for each damaged shard and each damaged journal row; empty when all is well
 */
public record VerifyReport(int files, long bytes, List<Finding> findings) {
    public VerifyReport {
        findings = List.copyOf(findings);
    }

    /**
     * One damage.
     *
     * @param problem what is wrong with the file and what to do
     */
    public record Finding(Path file, String problem) {}

    public boolean isSound() {
        return findings.isEmpty();
    }
}
