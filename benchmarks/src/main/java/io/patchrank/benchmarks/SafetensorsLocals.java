package io.patchrank.benchmarks;

import io.patchrank.api.feature.FeatureKey;
import io.patchrank.api.feature.LocalDescriptors;
import io.patchrank.rerank.stage.Candidate;
import io.patchrank.torch.HostArrays;
import io.patchrank.torch.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A query and its candidates as a peer has written them: tensors {@code query} [n, D] and {@code gallery} [N, m, D].
 *
 * @param gallery image i under the key of row i
 */
record SafetensorsLocals(LocalDescriptors query, List<LocalDescriptors> gallery) {
    static SafetensorsLocals read(Path file) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            Tensor all = tensors.tensor("gallery");
            List<LocalDescriptors> gallery = new ArrayList<>();
            for (long i = 0; i < all.size(0); i++) {
                gallery.add(locals(all.select(0, i)));
            }
            return new SafetensorsLocals(locals(tensors.tensor("query")), gallery);
        }
    }

    private static LocalDescriptors locals(Tensor rows) {
        int count = (int) rows.size(0);
        float[] x = new float[count];
        float[] y = new float[count];
        int side = (int) Math.ceil(Math.sqrt(count));
        for (int i = 0; i < count; i++) {
            x[i] = (i % side + 0.5f) / side;
            y[i] = (i / side + 0.5f) / side;
        }
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return new LocalDescriptors(
                (int) rows.size(1), x, y, new float[count], ones, new boolean[count], HostArrays.floats(rows));
    }

    /** All images, as a search would find them. */
    List<Candidate> shortlist() {
        List<Candidate> shortlist = new ArrayList<>();
        for (int i = 0; i < gallery.size(); i++) {
            shortlist.add(new Candidate(new FeatureKey(0, i), 1f / (1 + i)));
        }
        return shortlist;
    }
}
