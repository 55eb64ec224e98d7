package io.patchrank.models;

import io.patchrank.api.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns the whitening of a model from pictures, without labels: their mean and covariance part by part, in one pass and
 * constant memory. Best from many images unlike those searched: fitted on a small gallery it learns to hide what tells
 * the gallery's own images apart. Not thread-safe.
 */
public final class WhiteningTrainer {
    private static final Logger LOG = LoggerFactory.getLogger(WhiteningTrainer.class);

    private final TransformerExtractor extractor;
    private final List<Moments> moments = new ArrayList<>();
    private long images;

    /**
     * A trainer that has seen nothing yet.
     *
     * @param extractor of the model to whiten; whether it has a whitening already does not matter. Stays the caller's
     */
    public WhiteningTrainer(TransformerExtractor extractor) {
        this.extractor = extractor;
        for (int i = 0; i < extractor.recipe().global().size(); i++) {
            moments.add(new Moments(extractor.partDimension()));
        }
    }

    /** Extracts and takes in, at every scale; pictures stay the caller's to close. */
    public void add(List<Picture> pictures) {
        for (List<float[]> parts : extractor.parts(pictures)) {
            for (int i = 0; i < parts.size(); i++) {
                moments.get(i).add(parts.get(i));
            }
        }
        images += pictures.size();
    }

    public long images() {
        return images;
    }

    /**
     * The whitenings of what was added so far.
     *
     * @param source what the pictures were, for people
     * @param eps shrinkage, see {@link Whitening}
     * @param kept dimensions kept of each part; more than there are means all
     */
    public WhiteningFile fit(String source, double eps, int kept) {
        if (images() < WhiteningFile.ENOUGH_IMAGES) {
            LOG.warn(
                    "whitening learned from {} images only; below {} it may do harm, compare before and after",
                    images(),
                    WhiteningFile.ENOUGH_IMAGES);
        }
        List<Whitening> parts = moments.stream()
                .map(m -> Whitening.fit(m, eps, Math.min(kept, m.dimension())))
                .toList();
        WhiteningFile.Origin origin = new WhiteningFile.Origin(
                source, images(), eps, extractor.recipe().globalText(), extractor.weightsSha256());
        return new WhiteningFile(parts, Optional.empty(), origin);
    }
}
