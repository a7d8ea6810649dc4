package io.tidemark.site;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * One IP address, or a range of them such as {@code 10.0.0.0/8}.
 *
 * @param first an address of the range
 * @param prefix the number of leading bits that all addresses of the range share
 */
public record AddressRange(InetAddress first, int prefix) {

    /**
     * Reads an address such as {@code 127.0.0.1} or {@code ::1}, or a range such as {@code 10.0.0.0/8}.
     *
     * @throws IllegalArgumentException if the text is neither; host names are not resolved
     */
    public static AddressRange of(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = IpAddresses.parse(slash < 0 ? text : text.substring(0, slash));
        int bits = address.map(some -> some.getAddress().length * 8).orElse(0);
        String prefix = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
        if (address.isEmpty() || !prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits) {
            throw new IllegalArgumentException("Cannot use address '" + text
                    + "': it must be an IP address such as 127.0.0.1, or a range such as 10.0.0.0/8");
        }
        return new AddressRange(address.get(), Integer.parseInt(prefix));
    }

    /** Whether an address is in the range. */
    public boolean contains(InetAddress address) {
        byte[] ours = first.getAddress();
        byte[] theirs = address.getAddress();
        int whole = prefix / 8;
        if (ours.length != theirs.length || !Arrays.equals(ours, 0, whole, theirs, 0, whole)) {
            return false;
        }
        int rest = prefix % 8;
        return rest == 0 || (ours[whole] ^ theirs[whole]) >> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefix;
    }
}
