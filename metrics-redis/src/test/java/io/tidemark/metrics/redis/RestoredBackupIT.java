package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.redis.DataCopy;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.servers.junit.EmbeddedOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** A Redis that comes back from a copy of its data that is ten batches old. */
@EmbeddedOnly("a copy of the files of the server")
class RestoredBackupIT {

    @TempDir
    private Path backup;

    @Test
    void whatTheCopyLacksCountsAgainFromItsLedgerOn() throws IOException {
        try (EmbeddedRedis server = EmbeddedRedis.start()) {
            Fixture fixture;
            DataCopy copy;
            try (RedisClient client = Fixture.client(server)) {
                fixture = Fixture.on(client).start();
                write(fixture, 0, 20);
                copy = DataCopy.of(server, backup);
                write(fixture, 20, 30);
            }
            copy.restore();

            try (RedisClient client = Fixture.client(server)) {
                Fixture restored = fixture.through(client);
                assertThat(restored.ledger()).isEqualTo(20);
                assertThatThrownBy(() -> write(restored, 30, 31)).isInstanceOf(OffsetConflictException.class);
                restored.write(20, 27, orders("755", 7));
                write(restored, 27, 31);

                assertThat(restored.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(31)));
            }
        }
    }

    private static void write(Fixture fixture, long from, long until) {
        for (long offset = from; offset < until; offset++) {
            fixture.write(offset, offset + 1, orders("755", Fixture.MINUTE.plusSeconds(60 * offset), 1));
        }
    }
}
