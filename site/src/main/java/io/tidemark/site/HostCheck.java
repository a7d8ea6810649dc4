package io.tidemark.site;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which names the page answers to. A page on a loopback address answers to the names of the loopback alone: a foreign
 * site whose name was pointed at this machine (DNS rebinding) learns nothing. Any port will do, for tunnels.
 */
final class HostCheck {

    private final Optional<Set<String>> names;

    HostCheck(InetAddress bound, Set<String> more) {
        if (bound.isLoopbackAddress()) {
            Set<String> all = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
            more.forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
            this.names = Optional.of(all);
        } else {
            this.names = Optional.empty();
        }
    }

    boolean accepts(Optional<String> host) {
        return host.map(given ->
                        names.map(all -> all.contains(withoutPort(given))).orElse(true))
                .orElse(false);
    }

    private static String withoutPort(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf(']') ? name.substring(0, colon) : name;
    }
}
