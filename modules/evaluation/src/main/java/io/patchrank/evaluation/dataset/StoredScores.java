package io.patchrank.evaluation.dataset;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.evaluation.protocol.Setting;
import io.patchrank.evaluation.rerank.PairScorer;
import io.patchrank.evaluation.rerank.RerankedLists;
import io.patchrank.evaluation.truth.NumberTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Raw scores that AMES' evaluation left behind ({@code scores1_medium.pkl}, {@code scores1_hard.pkl}): for each query the
 * scores of the first images of its shortlist, [queries, depth]. Immutable.
 */
final class StoredScores implements PairScorer {
    private final String subject;
    private final List<Map<Integer, Float>> byQuery;

    private StoredScores(String subject, List<Map<Integer, Float>> byQuery) {
        this.subject = subject;
        this.byQuery = byQuery;
    }

    /** @throws PatchrankException NOT_FOUND when a setting has no file, BAD_REQUEST when one does not fit the dataset */
    static StoredScores read(DatasetFolder folder, RerankedLists lists) {
        List<Map<Integer, Float>> byQuery = new ArrayList<>();
        for (int query = 0; query < lists.protocol().queries(); query++) {
            byQuery.add(new HashMap<>());
        }
        for (Setting setting : lists.protocol().settings()) {
            // Where there is one setting AMES calls it medium.
            String name = setting.name().equals("all") ? "medium" : setting.name();
            Path file = folder.scores(name)
                    .orElseThrow(() -> new PatchrankException(
                            ErrorCode.NOT_FOUND,
                            folder.folder().resolve("scores1_" + name + ".pkl").toString(),
                            "there are no stored scores; AMES' evaluation writes this file"));
            add(file, NumberTable.read(file, 2), lists, setting, byQuery);
        }
        return new StoredScores(folder.folder().resolve("scores1_*").toString(), byQuery);
    }

    private static void add(
            Path file, NumberTable table, RerankedLists lists, Setting setting, List<Map<Integer, Float>> byQuery) {
        int depth = table.shape()[1];
        int images = lists.lists().rows(0).length;
        if (table.shape()[0] != byQuery.size() || depth > images) {
            throw new PatchrankException(
                    ErrorCode.BAD_REQUEST,
                    file.toString(),
                    "scores of " + table.shape()[0] + " queries, " + depth + " images each; the dataset has "
                            + byQuery.size() + " queries with lists of " + images);
        }
        for (int query = 0; query < byQuery.size(); query++) {
            int[] rows = lists.shortlist(setting).rows(query);
            for (int place = 0; place < depth; place++) {
                byQuery.get(query).putIfAbsent(rows[place], table.values()[query * depth + place]);
            }
        }
    }

    @Override
    public float[] score(int query, int[] gallery) {
        float[] scores = new float[gallery.length];
        for (int i = 0; i < scores.length; i++) {
            Float score = byQuery.get(query).get(gallery[i]);
            if (score == null) {
                throw new PatchrankException(
                        ErrorCode.BAD_REQUEST,
                        subject,
                        "no score of query " + query + " and gallery row " + gallery[i]
                                + "; the stored shortlists are shorter than --topk");
            }
            scores[i] = score;
        }
        return scores;
    }
}
