package io.patchrank.storage;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;

/** {@code format.properties}: what the folder holds, so that a wrong one is refused before any file is touched. */
final class FormatFile {
    private static final String VERSION = "formatVersion";
    private static final String FINGERPRINT = "modelFingerprint";
    private static final String TOP_K = "topK";
    private static final String LOCAL = "localDimension";
    private static final String GLOBAL = "globalDimension";
    private static final String CODES = "codes";
    private static final String CODE_DESCRIPTORS = "codeDescriptors";
    private static final String CODE_BITS = "codeBits";
    private static final String CODE_PROJECTION = "codeProjection";
    private static final String ALONE = "only";
    private static final String BESIDE = "beside";

    private static final String REMEDY = "; restore the file, or remove it to have it rebuilt";

    private FormatFile() {}

    /** Writes the file into a new folder, compares it in an old one. */
    static void checkOrCreate(StorageFolder folder, StorageOptions options) throws IOException {
        Path file = folder.formatFile();
        if (Files.exists(file)) {
            check(file, read(file), options);
        } else {
            folder.write(file, write(options));
        }
    }

    /**
     * What the folder was made for, with the default segments.
     *
     * @throws PatchrankException {@code NOT_FOUND} when no features were ever kept there, {@code DATA_CORRUPT}
     */
    static StorageOptions options(StorageFolder folder) throws IOException {
        Path file = folder.formatFile();
        if (Files.notExists(file)) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND, folder.path().toString(), "no features are kept there; ingest images first");
        }
        Properties found = read(file);
        requireKnown(file, found);
        try {
            RowLayout layout = new RowLayout(
                    StoredType.FLOAT16,
                    number(file, found, TOP_K),
                    number(file, found, LOCAL),
                    number(file, found, GLOBAL),
                    codes(file, found));
            return options(layout, found.getProperty(FINGERPRINT, ""));
        } catch (PatchrankException e) {
            throw e.code() == ErrorCode.CONFIG_INVALID ? StorageFailures.corrupt(file, e.getMessage() + REMEDY, e) : e;
        }
    }

    /** For a folder of segments of this layout and model. */
    static StorageOptions options(RowLayout layout, String fingerprint) {
        StorageOptions options = new StorageOptions(
                layout.type(),
                layout.topK(),
                layout.localDimension(),
                layout.globalDimension(),
                fingerprint,
                StorageOptions.DEFAULT_IMAGES_PER_SEGMENT,
                StorageOptions.DEFAULT_BYTES_PER_SEGMENT);
        CodeLayout codes = layout.codes();
        return codes.isKept()
                ? options.withCodes(new CodeOptions(
                        codes.alone(),
                        codes.count(),
                        new UnknownProjection(layout.localDimension(), codes.bits(), codes.projection())))
                : options;
    }

    private static void check(Path file, Properties found, StorageOptions options) {
        requireKnown(file, found);
        RowLayout layout = new RowLayout(
                options.storedType(),
                number(file, found, TOP_K),
                number(file, found, LOCAL),
                number(file, found, GLOBAL),
                codes(file, found));
        requireFits(file, layout, found.getProperty(FINGERPRINT, ""), options);
    }

    private static void requireKnown(Path file, Properties found) {
        int version = number(file, found, VERSION);
        if (version > StorageFolder.FORMAT_VERSION) {
            throw StorageFolder.newer(file, version);
        }
    }

    private static CodeLayout codes(Path file, Properties found) {
        return switch (found.getProperty(CODES, "")) {
            case "" -> CodeLayout.NONE;
            case ALONE -> codes(file, found, true);
            case BESIDE -> codes(file, found, false);
            default -> throw StorageFailures.corrupt(file, CODES + " is neither " + ALONE + " nor " + BESIDE + REMEDY);
        };
    }

    private static CodeLayout codes(Path file, Properties found, boolean alone) {
        return new CodeLayout(
                alone,
                number(file, found, CODE_DESCRIPTORS),
                number(file, found, CODE_BITS),
                found.getProperty(CODE_PROJECTION, ""));
    }

    /** Fails with {@code MODEL_MISMATCH} unless a file of this shape and model belongs to the storage. */
    static void requireFits(Path file, RowLayout layout, String fingerprint, StorageOptions options) {
        if (!layout.sameShape(options.layout()) || !fingerprint.equals(options.modelFingerprint())) {
            throw new PatchrankException(
                    ErrorCode.MODEL_MISMATCH,
                    file.toString(),
                    "holds features of model " + fingerprint + " (" + layout.shape() + "), not of "
                            + options.modelFingerprint() + " ("
                            + options.layout().shape()
                            + "); use the model "
                            + (layout.codes().equals(options.layout().codes())
                                    ? ""
                                    : "and keep the codes (store.codes and its checkpoint) ")
                            + "that the folder was made with, or another data folder");
        }
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
            return properties;
        } catch (IllegalArgumentException e) {
            throw StorageFailures.corrupt(file, "is no properties file" + REMEDY, e);
        }
    }

    private static int number(Path file, Properties properties, String key) {
        try {
            return Integer.parseInt(properties.getProperty(key, ""));
        } catch (NumberFormatException e) {
            throw StorageFailures.corrupt(file, key + " is no number" + REMEDY, e);
        }
    }

    private static byte[] write(StorageOptions options) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(VERSION, Integer.toString(options.layout().formatVersion()));
        properties.setProperty(FINGERPRINT, options.modelFingerprint());
        properties.setProperty(TOP_K, Integer.toString(options.topK()));
        properties.setProperty(LOCAL, Integer.toString(options.localDimension()));
        properties.setProperty(GLOBAL, Integer.toString(options.globalDimension()));
        options.codes().map(CodeOptions::layout).ifPresent(codes -> put(codes, properties));
        StringWriter text = new StringWriter();
        properties.store(text, null);
        String withoutDate = text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));
        return withoutDate.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(CodeLayout codes, Properties properties) {
        properties.setProperty(CODES, codes.alone() ? ALONE : BESIDE);
        properties.setProperty(CODE_DESCRIPTORS, Integer.toString(codes.count()));
        properties.setProperty(CODE_BITS, Integer.toString(codes.bits()));
        properties.setProperty(CODE_PROJECTION, codes.projection());
    }
}
