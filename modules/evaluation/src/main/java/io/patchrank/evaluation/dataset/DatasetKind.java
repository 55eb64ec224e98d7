package io.patchrank.evaluation.dataset;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.protocol.Protocol;
import io.patchrank.evaluation.truth.QueryTruth;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The datasets that can be evaluated, by the names that AMES' configuration gives them.
 *
 * <p>Descriptor counts follow the evaluation that AMES publishes: 600 of a query against 50 of a gallery image.
 */
public enum DatasetKind {
    ROXFORD5K("roxford5k", Protocol::revisited),
    RPARIS6K("rparis6k", Protocol::revisited),
    ROXFORD5K_1M("roxford5k+1m", Protocol::revisited),
    RPARIS6K_1M("rparis6k+1m", Protocol::revisited),
    GLDV2_TEST("gldv2-test", Protocol::landmarksTest),
    /** The public queries of {@link #GLDV2_TEST}, out of the same folder and ground truth. */
    GLDV2_VAL("gldv2-val", Protocol::landmarksValidation),
    INSTRE("instre", Protocol::instances),
    /** A {@code groups.json} beside the image list that says which row each image is. */
    GROUPS("groups", Protocol::instances);

    /** How many local descriptors of a query are compared. */
    public static final int QUERY_DESCRIPTORS = 600;

    /** How many local descriptors of a gallery image are compared. */
    public static final int GALLERY_DESCRIPTORS = 50;

    private final String datasetName;
    private final Function<List<QueryTruth>, Protocol> protocol;

    DatasetKind(String datasetName, Function<List<QueryTruth>, Protocol> protocol) {
        this.datasetName = datasetName;
        this.protocol = protocol;
    }

    /**
     * @param name as {@link #datasetName} gives it; {@code gldv2} is {@code gldv2-test}
     * @throws PatchrankException BAD_REQUEST for another name
     */
    public static DatasetKind named(String name) {
        String full = name.equals("gldv2") ? GLDV2_TEST.datasetName : name;
        return Arrays.stream(values())
                .filter(kind -> kind.datasetName.equals(full))
                .findFirst()
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        name,
                        "no such dataset; choose one of "
                                + Arrays.stream(values())
                                        .map(k -> k.datasetName)
                                        .collect(Collectors.joining(", "))));
    }

    public String datasetName() {
        return datasetName;
    }

    Protocol protocol(List<QueryTruth> truth) {
        return protocol.apply(truth);
    }

    /** The name in the ground-truth file: {@code gnd_NAME.pkl}. */
    String truthName() {
        return this == GLDV2_VAL ? GLDV2_TEST.datasetName : datasetName;
    }
}
