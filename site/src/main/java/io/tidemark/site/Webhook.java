package io.tidemark.site;

import java.net.URI;

/**
 * The address that receives alarms. Such addresses often contain a key: {@link #toString} shows only the host.
 *
 * @param address an address with http or https
 */
public record Webhook(URI address) {

    /** @throws IllegalArgumentException if the address is not one of http or https */
    public Webhook {
        boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!web || address.getHost() == null) {
            throw new IllegalArgumentException("it must be of the form https://host/path");
        }
    }

    @Override
    public String toString() {
        return "Webhook[" + address.getHost() + "]";
    }
}
