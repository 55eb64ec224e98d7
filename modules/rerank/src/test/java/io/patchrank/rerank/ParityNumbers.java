package io.patchrank.rerank;

import io.patchrank.api.feature.LocalDescriptors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The numbers of {@code evidence_parity.txt}, by name; {@code evidence_parity.py} wrote them. */
final class ParityNumbers {
    private final Map<String, float[]> byName = new HashMap<>();

    ParityNumbers() {
        try (InputStream in = ParityNumbers.class.getResourceAsStream("evidence_parity.txt")) {
            new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        int colon = line.indexOf(':');
        String[] words = line.substring(colon + 1).trim().split(" ", -1);
        float[] values = new float[words.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(words[i]);
        }
        byName.put(line.substring(0, line.indexOf(' ')), values);
    }

    float[] get(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    int candidates() {
        return get("similarity").length;
    }

    /** The image of that name: its descriptors of length 1, at their places. */
    LocalDescriptors locals(String name) {
        float[] at = get(name + "_at");
        int n = at.length / 2;
        float[] x = new float[n];
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = at[2 * i];
            y[i] = at[2 * i + 1];
        }
        float[] values = get(name);
        return new LocalDescriptors(values.length / n, x, y, new float[n], new float[n], new boolean[n], values);
    }
}
