package io.patchrank.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSizeTest {
    @ParameterizedTest
    @CsvSource({"0B,0", "1B,1", "1KB,1024", "1536B,1536", "256mb,268435456", "2 GB,2147483648", "3TB,3298534883328"})
    void textIsReadInPowersOf1024(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0,0B", "1023,1023B", "1024,1KB", "1536,1536B", "268435456,256MB"})
    void printedInTheLargestUnitThatDividesIt(long bytes, String text) {
        assertThat(new DataSize(bytes)).hasToString(text);
    }
}
