package io.patchrank.cli.load;

import io.patchrank.cli.load.Target.Outcome;
import java.util.List;

/** What came of many requests. */
record Answers(List<Answer> all) {
    /** @param millis from when it was due to its whole answer */
    record Answer(Outcome outcome, double millis) {}

    Answers {
        all = List.copyOf(all);
    }

    long count(Outcome outcome) {
        return all.stream().filter(answer -> answer.outcome() == outcome).count();
    }

    /** @param share 0.5 for the median; NaN when there are none */
    double millis(Outcome outcome, double share) {
        double[] millis = all.stream()
                .filter(answer -> answer.outcome() == outcome)
                .mapToDouble(Answer::millis)
                .sorted()
                .toArray();
        return millis.length == 0 ? Double.NaN : millis[(int) Math.ceil(share * millis.length) - 1];
    }
}
