package io.patchrank.evaluation.dataset;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.protocol.Protocol;
import io.patchrank.evaluation.rerank.NeighbourLists;
import io.patchrank.evaluation.rerank.PairScorer;
import io.patchrank.evaluation.rerank.RerankedLists;
import io.patchrank.evaluation.truth.RowTruth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A dataset ready to be evaluated.
 *
 * @param images number of gallery images; the greatest row that occurs plus one where nothing else says it
 * @param queryNames by query; empty when the dataset does not name its images
 * @param galleryNames by row; likewise
 */
public record Dataset(
        DatasetFolder folder, RerankedLists lists, int images, List<String> queryNames, List<String> galleryNames) {
    public Dataset {
        queryNames = List.copyOf(queryNames);
        galleryNames = List.copyOf(galleryNames);
    }

    /**
     * Reads ground truth and global ranking.
     *
     * @param neighbours the {@code nn} file; empty for the one of the folder
     * @throws PatchrankException NOT_FOUND naming what is missing; BAD_REQUEST when files do not fit together
     */
    public static Dataset read(DatasetFolder folder, Optional<Path> neighbours) {
        RowTruth truth = truth(folder);
        Protocol protocol = folder.kind().protocol(truth.queries());
        int listed = folder.galleryNames().map(List::size).orElse(0);
        NeighbourLists lists = lists(folder, neighbours, truth.queries().size(), listed);
        int images = listed > 0 ? listed : greatestRow(lists) + 1;
        // Lists cut short do not tell how many images there are.
        if (listed > 0 || lists.rows(0).length == images) {
            truth.queries().forEach(query -> query.requireRowsBelow(images));
        }
        List<String> gallery = names(folder.galleryNames(), truth.gallery());
        return new Dataset(
                folder,
                new RerankedLists(protocol, lists.first(protocol.queries())),
                images,
                queryNames(folder, truth),
                gallery);
    }

    /** Raw scores that AMES' evaluation left in the folder. */
    public PairScorer storedScores() {
        return StoredScores.read(folder, lists);
    }

    public String queryName(int query) {
        return query < queryNames.size() ? queryNames.get(query) : "query " + query;
    }

    public String galleryName(int row) {
        return row < galleryNames.size() ? galleryNames.get(row) : "row " + row;
    }

    private static RowTruth truth(DatasetFolder folder) {
        if (folder.kind() == DatasetKind.GROUPS) {
            Path list = folder.folder().resolve("test_gallery.txt");
            return GroupRows.read(
                    folder.truth(),
                    folder.galleryNames()
                            .orElseThrow(() -> new PatchrankException(
                                    ErrorCode.NOT_FOUND, list.toString(), "it says which row each image is")));
        }
        return RowTruth.read(folder.truth());
    }

    private static NeighbourLists lists(DatasetFolder folder, Optional<Path> named, int queries, int gallery) {
        Optional<Path> file = named.or(folder::neighbours);
        if (file.isPresent()) {
            return NeighbourFile.read(file.get(), queries, gallery);
        }
        if (!Files.exists(folder.queryGlobals())) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND,
                    folder.folder()
                            .resolve("nn_" + folder.descriptor() + ".pkl")
                            .toString(),
                    "there is no global ranking, and no "
                            + folder.queryGlobals().getFileName() + " to compute one from; name a file with --nn");
        }
        return GlobalRanking.compute(folder.queryGlobals(), folder.galleryGlobals(), queries);
    }

    private static List<String> queryNames(DatasetFolder folder, RowTruth truth) {
        if (folder.kind() == DatasetKind.GROUPS) {
            return truth.names();
        }
        List<String> names = names(folder.queryNames(), truth.names());
        if (!names.isEmpty() && names.size() != truth.queries().size()) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    folder.folder().resolve("test_query.txt").toString(),
                    names.size() + " query images are named; the ground truth has "
                            + truth.queries().size() + " queries");
        }
        return names;
    }

    /** Paths of the list file are preferred, since the names of the ground truth have no extension. */
    private static List<String> names(Optional<List<String>> listed, List<String> ofTruth) {
        return listed.orElse(ofTruth);
    }

    private static int greatestRow(NeighbourLists lists) {
        int greatest = 0;
        for (int query = 0; query < lists.queries(); query++) {
            for (int row : lists.rows(query)) {
                greatest = Math.max(greatest, row);
            }
        }
        return greatest;
    }
}
