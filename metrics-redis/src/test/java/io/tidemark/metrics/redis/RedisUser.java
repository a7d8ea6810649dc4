package io.tidemark.metrics.redis;

import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** A user of the shared server with some rights only, and a client of hers. */
final class RedisUser implements AutoCloseable {

    private static final String PASSWORD = "secret";

    private final String name;
    private final RedisClient client;

    /** @param rules the rights, as {@code ACL SETUSER} takes them */
    RedisUser(String name, String... rules) {
        this.name = name;
        change(name, "reset", "on", ">" + PASSWORD);
        change(name, rules);
        this.client = RedisClient.create("127.0.0.1", RedisServer.server().port(), name, PASSWORD);
    }

    /** Gives or takes rights of any user. */
    static void change(String user, String... rules) {
        RedisServer.client().executeCommand(setting(user, rules));
    }

    static CommandArguments setting(String user, String... rules) {
        return new CommandArguments(Command.ACL).add("SETUSER").add(user).addObjects((Object[]) rules);
    }

    RedisClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        RedisServer.client()
                .executeCommand(new CommandArguments(Command.ACL).add("DELUSER").add(name));
    }
}
