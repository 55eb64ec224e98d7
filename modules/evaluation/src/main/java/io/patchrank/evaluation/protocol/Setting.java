package io.patchrank.evaluation.protocol;

import java.util.BitSet;
import java.util.List;

/**
 * One way to make shortlists: images that a task passes over are set aside, behind all others, so that they take no
 * place of the shortlist (as DELG's and AMES' evaluations do it). Immutable.
 *
 * @param name {@code medium}, {@code hard}, or {@code all} where there is one setting only
 * @param aside gallery rows set aside, by query
 */
public record Setting(String name, List<BitSet> aside) {
    public Setting {
        aside = aside.stream().map(rows -> (BitSet) rows.clone()).toList();
    }
}
