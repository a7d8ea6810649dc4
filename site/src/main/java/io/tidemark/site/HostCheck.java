package io.tidemark.site;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks the {@code Host} header. A page on a loopback address accepts the names of the loopback and the configured
 * names, so that a foreign site whose name resolves to this machine (DNS rebinding) gets no numbers. Any port is
 * accepted, because of tunnels. On other addresses the password protects the page, and every name is accepted.
 */
final class HostCheck {

    private final Optional<Set<String>> names;

    HostCheck(InetAddress bound, Set<HostName> more) {
        if (bound.isLoopbackAddress()) {
            Set<String> all = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
            more.forEach(name -> all.add(name.value()));
            this.names = Optional.of(all);
        } else {
            this.names = Optional.empty();
        }
    }

    /** @param host the host that a request names, without its port */
    boolean accepts(Optional<String> host) {
        return host.map(given -> names.map(all -> all.contains(given.toLowerCase(Locale.ROOT)))
                        .orElse(true))
                .orElse(false);
    }
}
