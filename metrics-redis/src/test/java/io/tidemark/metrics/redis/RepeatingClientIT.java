package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.PARTITION;
import static io.tidemark.metrics.redis.Fixture.city;
import static io.tidemark.metrics.redis.Fixture.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.executors.CommandExecutor;
import redis.clients.jedis.executors.DefaultCommandExecutor;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** Clients that send a call again on their own account, as one of a cluster does when it loses an answer. */
class RepeatingClientIT {

    private static final Set<ProtocolCommand> WRITING = Set.of(Command.EVALSHA, Command.EVAL);

    private final Fixture observer = Fixture.started();
    private final PooledConnectionProvider connections =
            new PooledConnectionProvider(HostAndPort.from(RedisServer.server().address()));

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void aBatchThatIsSentTwiceCountsOnceAndIsApplied() {
        Fixture repeating = observer.through(client(() -> {}));

        repeating.write(0, 5, orders("755", 5));
        repeating.write(5, 8, orders("755", 3));

        assertThat(observer.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(8)));
        assertThat(observer.ledger()).isEqualTo(8);
    }

    @Test
    void aMoveThatIsSentTwiceIsApplied() {
        Fixture repeating = observer.through(client(() -> {}));

        repeating
                .sink()
                .reposition(new OffsetReposition(
                        observer.group(),
                        Map.of(PARTITION, Move.to(StoredOffset.of(0), StoredOffset.of(7))),
                        List.of()));

        assertThat(observer.ledger()).isEqualTo(7);
    }

    @Test
    void aBatchWhoseSecondSendingComesAfterAnothersIsUnknown() {
        Fixture repeating = observer.through(client(() -> observer.write(5, 9, orders("755", 4))));

        assertThatThrownBy(() -> repeating.write(0, 5, orders("755", 5)))
                .isInstanceOf(CommitOutcomeUnknownException.class);

        assertThat(observer.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(9)));
    }

    @Test
    void aBatchWhoseSecondSendingFindsNoConnectionIsUnknown() {
        Fixture repeating = observer.through(client(() -> {
            throw new JedisConnectionException("Failed to connect");
        }));

        assertThatThrownBy(() -> repeating.write(0, 5, orders("755", 5)))
                .isInstanceOf(CommitOutcomeUnknownException.class);

        assertThat(observer.ledger()).isEqualTo(5);
    }

    @Test
    void aBatchWhoseSecondSendingIsRefusedIsUnknown() {
        String state = observer.key("state");
        Fixture repeating = observer.through(client(() -> {
            RedisServer.client().del(state);
            RedisServer.client().set(state, "of another program");
        }));

        assertThatThrownBy(() -> repeating.write(0, 5, orders("755", 5)))
                .isInstanceOf(CommitOutcomeUnknownException.class);

        // the ledger cannot be read without the layout version in the state
        RedisServer.client().del(state);
        assertThat(observer.ledger()).isEqualTo(5);
    }

    @Test
    void aBatchWhoseSecondSendingIsAnsweredWithAnErrorIsUnknown() {
        Fixture repeating = observer.through(client(() -> RedisUser.change("default", "-evalsha", "-eval")));

        try {
            assertThatThrownBy(() -> repeating.write(0, 5, orders("755", 5)))
                    .isInstanceOf(CommitOutcomeUnknownException.class);
        } finally {
            RedisUser.change("default", "+@all");
        }

        assertThat(observer.ledger()).isEqualTo(5);
    }

    @Test
    void aBatchWhoseScriptIsForgottenBeforeItsSecondSendingIsApplied() {
        observer.write(0, 1, orders("755", 1));
        Fixture repeating = observer.through(client(() -> RedisServer.client().scriptFlush("any")));

        repeating.write(1, 5, orders("755", 4));

        assertThat(observer.totals("orders")).containsOnly(Map.entry(city("755"), new Sum(5)));
    }

    /** Runs every writing script twice, something else in between, and answers what the second run answered. */
    private RedisClient client(Runnable between) {
        DefaultCommandExecutor once = new DefaultCommandExecutor(connections);
        return RedisClient.builder()
                .connectionProvider(connections)
                .commandExecutor(new CommandExecutor() {
                    @Override
                    public <T> T executeCommand(CommandObject<T> command) {
                        T first = once.executeCommand(command);
                        if (!WRITING.contains(command.getArguments().getCommand())) {
                            return first;
                        }
                        between.run();
                        return once.executeCommand(command);
                    }

                    @Override
                    public void close() {}
                })
                .build();
    }
}
