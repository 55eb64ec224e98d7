package io.patchrank.evaluation.report;

import io.patchrank.evaluation.Evaluation;
import io.patchrank.evaluation.EvaluationReport;
import io.patchrank.evaluation.QueryLists;
import io.patchrank.evaluation.RankedImage;
import io.patchrank.evaluation.truth.GroupTruth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report over groups of two images of which re-ranking moves the positive from one given place to another. */
final class SheetFixture {
    private SheetFixture() {}

    /** @param moves for each group the place of the positive before and after, from 0, of {@code length} */
    static EvaluationReport report(int length, int[]... moves) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        List<QueryLists> lists = new ArrayList<>();
        for (int g = 0; g < moves.length; g++) {
            String query = "g" + g + "/query.png";
            String positive = "g" + g + "/positive.png";
            groups.put("g" + g, List.of(query, positive));
            lists.add(new QueryLists(
                    query, ranked(positive, moves[g][0], length), ranked(positive, moves[g][1], length)));
            // The second query of the group is neither better nor worse, and perfect.
            lists.add(new QueryLists(positive, ranked(query, 0, length), ranked(query, 0, length)));
        }
        return new Evaluation(new GroupTruth(groups)).evaluate(lists, 100, Map.of());
    }

    private static List<RankedImage> ranked(String positive, int place, int length) {
        List<RankedImage> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(new RankedImage(i == place ? positive : "others/" + i + ".png", 1.0 - 0.05 * i));
        }
        return list;
    }
}
