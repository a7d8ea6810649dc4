package io.tidemark.site;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name under which visitors reach the page, as the {@code Host} header has it without its port.
 *
 * @param value the name in lower case, or an IPv6 address in brackets
 */
public record HostName(String value) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]{0,252})|\\[[0-9a-f:.]{2,45}]");

    /** @throws IllegalArgumentException if the text is not a host name, such as a URL or a name with a port */
    public HostName {
        value = value.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("Cannot use host name '" + value
                    + "': it must be a name such as wall.example, without scheme, port or path");
        }
    }
}
