package io.tidemark.site;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The client that limits apply to: an IPv4 address, or the first 64 bits of an IPv6 address, because one customer
 * usually has all addresses behind them.
 *
 * @param name the address as text, as it appears in logs
 */
record Client(String name) {

    private static final int V6_PREFIX_BYTES = 8;

    static Client of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return new Client(address.getHostAddress());
        }
        byte[] prefix = Arrays.copyOf(Arrays.copyOf(address.getAddress(), V6_PREFIX_BYTES), 16);
        try {
            return new Client(InetAddress.getByAddress(prefix).getHostAddress() + "/64");
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
