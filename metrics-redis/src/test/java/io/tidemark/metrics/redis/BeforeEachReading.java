package io.tidemark.metrics.redis;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** Does something before each call of a reading script. */
final class BeforeEachReading extends PooledConnectionProvider {

    private final Runnable action;

    BeforeEachReading(HostAndPort address, Runnable action) {
        super(address);
        this.action = action;
    }

    @Override
    public Connection getConnection(CommandArguments arguments) {
        if (arguments.getCommand() == Command.EVALSHA_RO) {
            action.run();
        }
        return super.getConnection(arguments);
    }
}
