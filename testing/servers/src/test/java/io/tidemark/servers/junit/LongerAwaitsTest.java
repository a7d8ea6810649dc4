package io.tidemark.servers.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LongerAwaitsTest {

    @Test
    void aConditionWithoutALimitMayTakeAMinuteInThisBuild() {
        AtomicLong left = new AtomicLong();

        Awaitility.await()
                .conditionEvaluationListener(condition -> left.set(condition.getRemainingTimeInMS()))
                .until(() -> true);

        assertThat(left).hasValueBetween(30_000L, 60_000L);
    }
}
