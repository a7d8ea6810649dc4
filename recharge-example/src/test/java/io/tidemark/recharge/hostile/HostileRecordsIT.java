package io.tidemark.recharge.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The short form; {@link HostileRun} is a program for long ones. {@code -Dtidemark.hostile=1000000} writes a million
 * records.
 */
@Tag("release")
class HostileRecordsIT {

    @Test
    void goodRecordsAreExactAndEveryHostileOneIsAccountedFor() throws Exception {
        long hostile = Long.getLong("tidemark.hostile", 20_000);
        HostileRun.Result result = new HostileRun(
                        hostile,
                        Long.getLong("tidemark.seed", 16),
                        Duration.ofMinutes(5).plusMillis(hostile * 5))
                .run();
        System.out.println(result);
        assertThat(result.isExact()).as(result.toString()).isTrue();
        assertThat(result.good()).isEqualTo(hostile / 10);
        assertThat(result.got().overall().orders()).isGreaterThan(hostile / 10);
        result.got().records().rejectedByReason().forEach((reason, count) -> assertThat(count)
                .as(reason.code())
                .isPositive());
        assertThat(result.visitorReads()).isPositive();
        assertThat(result.visitorFailures()).isZero();
        assertThat(result.restarts()).isZero();
    }
}
