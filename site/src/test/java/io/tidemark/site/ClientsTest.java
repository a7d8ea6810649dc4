package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {

    private final Clients clients = new Clients(
            Set.of(AddressRange.of("127.0.0.1"), AddressRange.of("10.0.0.0/8"), AddressRange.of("fd00::/8")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1 | 192.0.2.7 | 192.0.2.7",
                "127.0.0.1 | 203.0.113.1, 192.0.2.7 | 192.0.2.7",
                "127.0.0.1 | 192.0.2.7, 10.1.2.3 | 192.0.2.7",
                "127.0.0.1 | 192.0.2.7:5000 | 192.0.2.7",
                "127.0.0.1 | [2001:db8::1]:5000 | 2001:db8:0:0:0:0:0:0/64",
                "127.0.0.1 | 2001:db8:0:0:9::1 | 2001:db8:0:0:0:0:0:0/64",
                "fd00::1 | 192.0.2.7 | 192.0.2.7",
                "198.51.100.9 | 192.0.2.7 | 198.51.100.9",
                "127.0.0.1 | '' | 127.0.0.1",
                "127.0.0.1 | unknown | 127.0.0.1",
                "127.0.0.1 | localhost | 127.0.0.1",
                "127.0.0.1 | 192.0.2.7, evil.example, 10.1.2.3 | 10.1.2.3",
                "127.0.0.1 | 999.0.2.7 | 127.0.0.1",
            })
    void onlyATrustedProxyNamesTheClient(String peer, String forwarded, String client) {
        assertThat(clients.of(new InetSocketAddress(address(peer), 5000), List.of(forwarded)))
                .isEqualTo(new Client(client));
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(clients.of(new InetSocketAddress(address("127.0.0.1"), 5000), List.of("203.0.113.1", "192.0.2.7")))
                .isEqualTo(new Client("192.0.2.7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "10.0.0.0/-1", "::/129", "1.2.3.4/8/9"})
    void anythingElseIsNoAddress(String text) {
        assertThatThrownBy(() -> AddressRange.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot use address '" + text + "'");
    }

    @Test
    void aRangeHasTheAddressesThatShareItsFirstBits() {
        AddressRange range = AddressRange.of("192.0.2.128/25");

        assertThat(range.contains(address("192.0.2.255"))).isTrue();
        assertThat(range.contains(address("192.0.2.127"))).isFalse();
        assertThat(AddressRange.of("0.0.0.0/0").contains(address("255.0.0.1"))).isTrue();
        assertThat(range.contains(address("::1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://wall.example", "wall.example:443", "wall.example/", "", "a b"})
    void aHostNameIsANameAlone(String text) {
        assertThatThrownBy(() -> new HostName(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot use host name '" + text + "'");
    }

    private static InetAddress address(String text) {
        return IpAddresses.parse(text).orElseThrow();
    }
}
