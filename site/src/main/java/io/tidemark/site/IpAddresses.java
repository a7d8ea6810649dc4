package io.tidemark.site;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads IP addresses without asking a name server. */
final class IpAddresses {

    private static final Pattern V4 = Pattern.compile("([0-9]{1,3}\\.){3}[0-9]{1,3}");

    /** A text with a colon is never taken for a name by {@link InetAddress}. */
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f:.]{1,44}");

    private IpAddresses() {}

    /** The address that a text is; empty if it is none. */
    static Optional<InetAddress> parse(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
