package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.EmbeddedRedis;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.OffsetConflictException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

/** A Redis that comes back from a copy of its data that is ten batches old. */
class RestoredBackupIT {

    @TempDir
    private Path backup;

    @Test
    void whatTheCopyLacksCountsAgainFromItsLedgerOn() throws IOException {
        try (EmbeddedRedis server = EmbeddedRedis.start()) {
            Fixture fixture;
            try (RedisClient client = Fixture.client(server)) {
                fixture = Fixture.on(client).start();
                write(fixture, 0, 20);
            }
            server.stop();
            copy(server.dataDirectory(), backup);
            server.restart();
            try (RedisClient client = Fixture.client(server)) {
                write(fixture.through(client), 20, 30);
            }
            server.kill();
            copy(backup, server.dataDirectory());
            server.restart();

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

    /** Replaces what is in one directory by what is in another. */
    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(to)) {
            Files.delete(file);
        }
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
