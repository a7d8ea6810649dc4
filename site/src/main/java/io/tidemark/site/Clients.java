package io.tidemark.site;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the client of a request: the address that the connection comes from, or, if that is a trusted reverse proxy,
 * the last address in {@code X-Forwarded-For} that is not one. The client can write everything further left in that
 * header, so it is ignored.
 */
final class Clients {

    private final Set<AddressRange> trustedProxies;

    Clients(Set<AddressRange> trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    /**
     * The client of a request.
     *
     * @param peer the other end of the connection
     * @param forwardedFor the values of {@code X-Forwarded-For}, in their order
     */
    Client of(InetSocketAddress peer, List<String> forwardedFor) {
        InetAddress nearest = peer.getAddress();
        String[] chain = String.join(",", forwardedFor).split(",", -1);
        for (int i = chain.length - 1; i >= 0 && isTrusted(nearest); i--) {
            Optional<InetAddress> next = IpAddresses.parse(withoutPort(chain[i].strip()));
            if (next.isEmpty()) {
                break;
            }
            nearest = next.get();
        }
        return Client.of(nearest);
    }

    private boolean isTrusted(InetAddress address) {
        return trustedProxies.stream().anyMatch(range -> range.contains(address));
    }

    /** Some proxies write {@code 192.0.2.1:5000} or {@code [2001:db8::1]:5000}. */
    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }
}
