package io.tidemark.metrics.redis.internal.server;

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
 * The name of the server in messages: the one from the settings, or the addresses that the client was created with. A
 * client offers no method for its addresses, and a server that refuses the login cannot be asked, so this reads them
 * from the client's own field. Safe for use by several threads.
 */
public final class ServerName {

    private static final Pattern ADDRESS = Pattern.compile("\\S+:\\d+");
    private static final String SCHEME_END = "://";
    private static final Pattern URL = Pattern.compile("rediss?://[A-Za-z0-9._:,\\[\\]-]+(?:/\\d{0,5})?");
    private static final int MOST_NODES = 6;

    private final Optional<String> given;
    private final Optional<Object> provider;

    /** @param given the name from the settings, which is used if there is one */
    public ServerName(UnifiedJedis client, Optional<String> given) {
        this.given = given;
        this.provider = provider(client);
    }

    private static Optional<Object> provider(UnifiedJedis client) {
        try {
            Field field = UnifiedJedis.class.getDeclaredField("provider");
            field.setAccessible(true);
            return Optional.ofNullable(field.get(client));
        } catch (ReflectiveOperationException | RuntimeException unreadable) {
            // another version of the client: messages have no address unless the settings have one
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

    /** The URL by which tools reach the server, without a secret: {@code redis://127.0.0.1:6379}. */
    public Optional<String> url() {
        return Optional.of(name())
                .filter(name -> !name.isEmpty())
                .map(name -> name.contains(SCHEME_END) ? name : "redis" + SCHEME_END + name)
                .filter(url -> URL.matcher(url).matches());
    }

    /** As in {@code Redis at 127.0.0.1:6379}. */
    @Override
    public String toString() {
        String name = name();
        return name.isEmpty() ? "Redis" : "Redis at " + name.substring(hostsAt(name));
    }

    private String name() {
        return given.orElseGet(this::addresses);
    }

    private static int hostsAt(String name) {
        int end = name.indexOf(SCHEME_END);
        return end < 0 ? 0 : end + SCHEME_END.length();
    }
}
