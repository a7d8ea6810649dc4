package io.tidemark.metrics.redis.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

class RedisRemediesTest {

    /** The texts of Redis 7.0, each with its row of the table. */
    @Test
    void errorsOfTheServerHaveTheirRows() {
        Map<String, String> rows = Map.of(
                "READONLY You can't write against a read only replica.", "READONLY",
                "-OOM command not allowed when used memory > 'maxmemory'.", "OOM",
                "LOADING Redis is loading the dataset in memory", "LOADING",
                "TRYAGAIN Multiple keys request during rehashing of slot", "TRYAGAIN",
                "MOVED 866 127.0.0.1:7001", "MOVED",
                "DENIED Redis is running in protected mode because", "DENIED",
                "ERR unknown command 'EVALSHA', with args beginning with: ", "unknown command",
                "ERR DB index is out of range", "DB index",
                "ERR max number of clients reached", "max number of clients",
                "ERR AUTH <password> called without any password configured", "no password configured");

        rows.forEach((text, row) -> {
            assertThat(RedisRemedies.code(text)).isEqualTo(row);
            assertThat(RedisRemedies.TABLE.of(row)).as(row).isPresent();
        });
    }

    @Test
    void anUnknownErrorHasItsWordsAndNoAdvice() {
        JedisDataException unknown = new JedisDataException("TIRED the server sleeps.");

        assertThat(RedisRemedies.words(unknown)).isEqualTo("TIRED the server sleeps");
        assertThat(RedisRemedies.advice(unknown)).isEmpty();
        assertThat(RedisRemedies.advice("ERR something else")).isEmpty();
    }

    @Test
    void theServersErrorCountsAndNotTheConnectionThatEndedWithIt() {
        JedisException wrapped = new JedisConnectionException(
                "Could not get a resource", new JedisDataException("ERR max number of clients reached"));

        assertThat(RedisRemedies.advice(wrapped)).contains("Raise maxclients");
        assertThat(RedisRemedies.words(wrapped))
                .isEqualTo("Could not get a resource: ERR max number of clients reached");
    }

    @Test
    void noRemedyDestroysWhatIsStored() {
        assertThat(RedisRemedies.TABLE.byCode().values())
                .noneMatch(remedy -> remedy.matches("(?i).*\\b(DEL|FLUSHALL|FLUSHDB|remove the key|delete)\\b.*"));
    }
}
