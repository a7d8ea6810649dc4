package io.tidemark.metrics.redis;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.providers.SentineledConnectionProvider;

/**
 * The name of the server in messages: the one from the settings, or the addresses that the client was made with. A client
 * offers no method for its addresses, and a server that refuses the login cannot be asked, so this reads them from the
 * client's own field. Safe for use by several threads.
 */
final class ServerName {

    private static final Pattern ADDRESS = Pattern.compile("\\S+:\\d+");
    private static final int MOST_NODES = 6;

    private final Optional<String> given;
    private final Optional<Object> provider;

    /** @param given the name from the settings, which is used if there is one */
    ServerName(UnifiedJedis client, Optional<String> given) {
        this.given = given;
        this.provider = provider(client);
    }

    private static Optional<Object> provider(UnifiedJedis client) {
        try {
            Field field = UnifiedJedis.class.getDeclaredField("provider");
            field.setAccessible(true);
            return Optional.ofNullable(field.get(client));
        } catch (ReflectiveOperationException | RuntimeException unreadable) {
            // another version of the client: messages then have no address unless the settings name it
            return Optional.empty();
        }
    }

    private String addresses() {
        @Nullable Object known = provider.orElse(null);
        Collection<?> nodes = List.of();
        if (known instanceof PooledConnectionProvider single) {
            nodes = single.getConnectionMap().keySet();
        } else if (known instanceof ClusterConnectionProvider cluster) {
            nodes = cluster.getConnectionMap().keySet();
        } else if (known instanceof SentineledConnectionProvider sentinel) {
            @Nullable HostAndPort primary = sentinel.getCurrentMaster();
            nodes = primary == null ? List.of() : List.of(primary);
        }
        return nodes.stream()
                .map(String::valueOf)
                .filter(node -> ADDRESS.matcher(node).matches())
                .sorted()
                .limit(MOST_NODES)
                .collect(Collectors.joining(","));
    }

    /** As in {@code Redis at 127.0.0.1:6379}. */
    @Override
    public String toString() {
        String name = given.orElseGet(this::addresses);
        return name.isEmpty() ? "Redis" : "Redis at " + name;
    }
}
