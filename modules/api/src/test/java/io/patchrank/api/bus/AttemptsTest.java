package io.patchrank.api.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final PatchrankException LATE = new PatchrankException(ErrorCode.DEADLINE_EXCEEDED, "", "late");

    @Test
    void passingFailureIsTriedFourTimesWithLongerPauses() {
        List<Long> pauses = new ArrayList<>();
        Optional<Attempts.Another> next = Attempts.NONE.after(LATE);
        while (next.isPresent()) {
            pauses.add(next.get().pause().toMillis());
            next = next.get().attempts().after(LATE);
        }
        assertThat(pauses).containsExactly(250L, 500L, 1000L);
    }

    @Test
    void fullQueueSaysWhenToComeBackAndUsesUpNoAttempt() {
        PatchrankException full = PatchrankException.overloaded("decode", Duration.ofMillis(30));

        assertThat(new Attempts(3).after(full)).contains(new Attempts.Another(Duration.ofMillis(30), new Attempts(3)));
    }

    @Test
    void lastingFailureIsNotTriedAgain() {
        assertThat(Attempts.NONE.after(new PatchrankException(ErrorCode.DISK_FULL, "", "full")))
                .isEmpty();
    }
}
