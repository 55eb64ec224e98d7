package io.patchrank.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private final MemoryBudget budget = new MemoryBudget(60, 100);

    @Test
    void whatDoesNotFitAnyMoreIsRefusedUntilSomethingIsGivenBack() {
        MemoryBudget.Share first = budget.take(60);

        assertThatThrownBy(() -> budget.take(41)).isInstanceOfSatisfying(PatchrankException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(e.retryAfter()).isPresent();
        });
        first.release();
        budget.take(100);
    }

    @Test
    void givingBackTwiceGivesBackOnce() {
        MemoryBudget.Share first = budget.take(60);
        budget.take(40);
        first.release();
        first.release();

        assertThatThrownBy(() -> budget.take(61)).isInstanceOf(PatchrankException.class);
    }
}
