package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.MINUTE;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.redis.internal.server.DayCount;
import io.tidemark.offset.GroupId;
import io.tidemark.servers.logging.Warnings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The warning that a group has values of too many days. */
class DayCountIT {

    private final Fixture fixture = new Fixture(
                    RedisServer.client(),
                    RedisMetricSinkSettings.builder()
                            .keyPrefix("days-" + UUID.randomUUID())
                            .keepForever()
                            .expectedDays(2)
                            .build(),
                    new GroupId("recharge"))
            .start();

    @Test
    void itComesWithTheFirstDayTooManyAndAgainWhenTheNumberHasDoubled() {
        List<Integer> warned = new ArrayList<>();
        for (int day = 1; day <= 7; day++) {
            try (Warnings warnings = new Warnings(DayCount.class)) {
                fixture.write(2L * day - 2, 2L * day - 1, orders("755", MINUTE.plus(Duration.ofDays(day)), 1));
                // another minute of the same day
                fixture.write(
                        2L * day - 1,
                        2L * day,
                        orders("755", MINUTE.plus(Duration.ofDays(day)).plusSeconds(60), 1));
                if (!warnings.messages().isEmpty()) {
                    warned.add(day);
                    assertThat(warnings.messages())
                            .singleElement()
                            .asString()
                            .contains("Group recharge has values of " + day + " days", "the 2 that are expected");
                }
            }
        }
        assertThat(warned).containsExactly(3, 6);
    }
}
