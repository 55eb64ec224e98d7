package io.patchrank.evaluation.rerank;

import io.patchrank.evaluation.protocol.Protocol;
import io.patchrank.evaluation.protocol.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The global ranking of a dataset, and what re-ranking makes of it at any point of a grid. Every task is judged on the
 * shortlists of its own setting, as {@code mean_average_precision_revisited_rerank} of pavelsuma/ames does: hard with
 * easy images set aside, the others without. Immutable after construction.
 */
public final class RerankedLists {
    private final Protocol protocol;
    private final NeighbourLists global;
    private final Map<String, NeighbourLists> shortlists = new LinkedHashMap<>();

    /** @param global lists of exactly the protocol's queries */
    public RerankedLists(Protocol protocol, NeighbourLists global) {
        this.protocol = protocol;
        this.global = global;
        for (Setting setting : protocol.settings()) {
            shortlists.put(setting.name(), global.asideLast(setting));
        }
    }

    public Protocol protocol() {
        return protocol;
    }

    /** The scores before re-ranking. */
    public RankingResult global() {
        return RankingResult.of(protocol, (task, query) -> global.rows(query));
    }

    /** The global ranking itself. */
    public NeighbourLists lists() {
        return global;
    }

    /** Scores every pair of every setting's shortlists once. */
    public PairScores score(PairScorer scorer, int depth, Runnable progress) {
        return PairScores.compute(scorer, List.copyOf(shortlists.values()), depth, progress);
    }

    /** The scores after re-ranking. */
    public RankingResult at(GridPoint point, PairScores scores) {
        Map<String, int[][]> ranked = new LinkedHashMap<>();
        shortlists.forEach((setting, lists) -> {
            int[][] rankings = new int[lists.queries()][];
            for (int query = 0; query < rankings.length; query++) {
                rankings[query] = reranked(lists, query, point, scores).rows();
            }
            ranked.put(setting, rankings);
        });
        return RankingResult.of(protocol, (task, query) -> list(ranked, task.setting(), query));
    }

    /** The final list of one query under one setting. */
    public FinalList reranked(Setting setting, int query, GridPoint point, PairScores scores) {
        return reranked(shortlist(setting), query, point, scores);
    }

    /** One list before re-ranking, images that the setting sets aside last. */
    public NeighbourLists shortlist(Setting setting) {
        NeighbourLists lists = shortlists.get(setting.name());
        if (lists == null) {
            throw new IllegalArgumentException("no setting " + setting.name());
        }
        return lists;
    }

    private static FinalList reranked(NeighbourLists lists, int query, GridPoint point, PairScores scores) {
        int[] rows = lists.rows(query);
        float[] raw = scores.of(query, rows, point.topK());
        return FinalList.of(rows, lists.similarities(query), raw, point);
    }

    private static int[] list(Map<String, int[][]> ranked, Setting setting, int query) {
        int[][] lists = ranked.get(setting.name());
        if (lists == null) {
            throw new IllegalArgumentException("no setting " + setting.name());
        }
        return lists[query];
    }
}
