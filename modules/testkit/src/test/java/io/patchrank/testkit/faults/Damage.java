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
    BIT_OF_A_SHARD {
        @Override
        void inflict(Path data) throws IOException {
            flip(shard(data), 0.5);
        }
    },
    SHARD_CUT_SHORT {
        @Override
        void inflict(Path data) throws IOException {
            cut(shard(data), 0.7);
        }
    },
    SHARD_MISSING {
        @Override
        void inflict(Path data) throws IOException {
            Files.delete(shard(data));
        }
    },
    CHECKSUM_MISSING {
        @Override
        void inflict(Path data) throws IOException {
            Files.delete(Path.of(shard(data) + ".crc32c"));
        }
    },
    BIT_OF_A_JOURNAL {
        @Override
        void inflict(Path data) throws IOException {
            flip(journal(data), 0.3);
        }
    },
    JOURNAL_CUT_SHORT {
        @Override
        void inflict(Path data) throws IOException {
            cut(journal(data), 0.8);
        }
    },
    HEADER_OF_A_JOURNAL {
        @Override
        void inflict(Path data) throws IOException {
            byte[] bytes = Files.readAllBytes(journal(data));
            bytes[20] ^= 1;
            Files.write(journal(data), bytes);
        }
    },
    JOURNAL_EMPTY {
        @Override
        void inflict(Path data) throws IOException {
            cut(journal(data), 0);
        }
    },
    NOISE_FOR_A_JOURNAL {
        @Override
        void inflict(Path data) throws IOException {
            Files.write(journal(data), new byte[5_000]);
        }
    },
    FORMAT_OF_THE_FEATURES {
        @Override
        void inflict(Path data) throws IOException {
            Files.writeString(data.resolve("features/format.properties"), "nothing");
        }
    },
    ALL_FEATURES {
        @Override
        void inflict(Path data) throws IOException {
            delete(data.resolve("features"));
        }
    },
    LEFTOVERS {
        @Override
        void inflict(Path data) throws IOException {
            Files.writeString(data.resolve("features/shard-0000000009.hdf5.tmp"), "half");
            Files.writeString(data.resolve("shown.json.123.1.tmp"), "half");
        }
    },
    ROWS_OF_THE_CATALOGUE {
        @Override
        void inflict(Path data) throws IOException {
            for (Path file : files(data.resolve("catalogue"), ".cfs", ".fdt")) {
                flip(file, 0.1);
            }
        }
    },
    CATALOGUE_CUT_SHORT {
        @Override
        void inflict(Path data) throws IOException {
            for (Path file : files(data.resolve("catalogue"), ".cfs", ".fdt")) {
                cut(file, 0.5);
            }
        }
    },
    LIST_OF_THE_CATALOGUE {
        @Override
        void inflict(Path data) throws IOException {
            for (Path file : files(data.resolve("catalogue"), "")) {
                if (file.getFileName().toString().startsWith("segments")) {
                    flip(file, 0.5);
                }
            }
        }
    },
    ALL_OF_THE_CATALOGUE {
        @Override
        void inflict(Path data) throws IOException {
            delete(data.resolve("catalogue"));
        }
    },
    CATALOGUE_AND_A_SHARD {
        @Override
        void inflict(Path data) throws IOException {
            LIST_OF_THE_CATALOGUE.inflict(data);
            SHARD_CUT_SHORT.inflict(data);
        }
    },
    VERSION {
        @Override
        void inflict(Path data) throws IOException {
            Files.writeString(data.resolve("patchrank.version"), "?");
        }
    },
    SHOWN_FOLDERS {
        @Override
        void inflict(Path data) throws IOException {
            Files.writeString(data.resolve("shown.json"), "{");
        }
    };

    abstract void inflict(Path data) throws IOException;

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
