package io.tidemark.metrics.redis;

import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicBoolean;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.PooledConnectionProvider;

/** Has no connection for the first script call. */
final class UnreachableOnce extends PooledConnectionProvider {

    private final AtomicBoolean reachable = new AtomicBoolean();

    UnreachableOnce(HostAndPort address) {
        super(address);
    }

    @Override
    public Connection getConnection(CommandArguments arguments) {
        if (arguments.getCommand() == Command.EVALSHA && !reachable.getAndSet(true)) {
            throw new JedisConnectionException("Failed to connect", new ConnectException("Connection refused"));
        }
        return super.getConnection(arguments);
    }
}
