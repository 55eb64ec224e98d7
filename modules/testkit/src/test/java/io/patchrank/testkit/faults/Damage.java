package io.patchrank.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a disk does to files at rest. */
enum Damage {
    BIT_OF_A_SHARD(data -> flip(shard(data), 0.5)),
    SHARD_CUT_SHORT(data -> cut(shard(data), 0.7)),
    SHARD_MISSING(data -> Files.delete(shard(data))),
    CHECKSUM_MISSING(data -> Files.delete(Path.of(shard(data) + ".crc32c"))),
    BIT_OF_A_JOURNAL(data -> flip(journal(data), 0.3)),
    JOURNAL_CUT_SHORT(data -> cut(journal(data), 0.8)),
    HEADER_OF_A_JOURNAL(data -> {
        byte[] bytes = Files.readAllBytes(journal(data));
        bytes[20] ^= 1;
        Files.write(journal(data), bytes);
    }),
    JOURNAL_EMPTY(data -> cut(journal(data), 0)),
    NOISE_FOR_A_JOURNAL(data -> Files.write(journal(data), new byte[5_000])),
    FORMAT_OF_THE_FEATURES(data -> Files.writeString(data.resolve("features/format.properties"), "nothing")),
    ALL_FEATURES(data -> delete(data.resolve("features"))),
    LEFTOVERS(data -> {
        Files.writeString(data.resolve("features/shard-0000000009.hdf5.tmp"), "half");
        Files.writeString(data.resolve("shown.json.123.1.tmp"), "half");
    }),
    ROWS_OF_THE_CATALOGUE(data -> {
        for (Path file : files(data.resolve("catalogue"), ".cfs", ".fdt")) {
            flip(file, 0.1);
        }
    }),
    CATALOGUE_CUT_SHORT(data -> {
        for (Path file : files(data.resolve("catalogue"), ".cfs", ".fdt")) {
            cut(file, 0.5);
        }
    }),
    LIST_OF_THE_CATALOGUE(data -> {
        for (Path file : files(data.resolve("catalogue"), "")) {
            if (file.getFileName().toString().startsWith("segments")) {
                flip(file, 0.5);
            }
        }
    }),
    ALL_OF_THE_CATALOGUE(data -> delete(data.resolve("catalogue"))),
    CATALOGUE_AND_A_SHARD(data -> {
        LIST_OF_THE_CATALOGUE.inflict(data);
        SHARD_CUT_SHORT.inflict(data);
    }),
    VERSION(data -> Files.writeString(data.resolve("patchrank.version"), "?")),
    SHOWN_FOLDERS(data -> Files.writeString(data.resolve("shown.json"), "{"));

    private interface Infliction {
        void on(Path data) throws IOException;
    }

    private final Infliction infliction;

    Damage(Infliction infliction) {
        this.infliction = infliction;
    }

    void inflict(Path data) throws IOException {
        infliction.on(data);
    }

    /** The first: of images 0 to 4. */
    static Path shard(Path data) {
        return data.resolve("features/shard-0000000000.hdf5");
    }

    /** Of the newest images. */
    static Path journal(Path data) {
        return files(data.resolve("features"), ".prj").getFirst();
    }

    private static List<Path> files(Path folder, String... ends) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            Stream.of(ends).anyMatch(end -> file.toString().endsWith(end)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flip(Path file, double where) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (where * bytes.length)] ^= 0x10;
        Files.write(file, bytes);
    }

    private static void cut(Path file, double rest) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, (int) (rest * bytes.length)));
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
