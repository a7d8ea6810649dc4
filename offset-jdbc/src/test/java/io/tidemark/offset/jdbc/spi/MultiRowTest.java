package io.tidemark.offset.jdbc.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiRowTest {

    private final List<String> sent = new ArrayList<>();
    private int texts;

    @Test
    void rowsAreOneStatement() throws SQLException {
        MultiRow rows = new MultiRow("INSERT ", ", ", " END", 1_000_000);
        rows.add("(?, 1)", List.of("a"));
        rows.add("(?, 2)", List.of("b"));

        rows.execute(recording());

        assertThat(sent).containsExactly("INSERT (?, 1), (?, 2) END");
        assertThat(texts).isEqualTo(2);
    }

    @Test
    void noRowsAreNoStatement() throws SQLException {
        new MultiRow("INSERT ", ", ", " END", 1_000_000).execute(recording());

        assertThat(sent).isEmpty();
    }

    @Test
    void aStatementStaysBelowHalfOfTheServersPacket() throws SQLException {
        MultiRow rows = new MultiRow("INSERT ", ", ", " END", 100_000);
        for (int number = 0; number < 100; number++) {
            rows.add("(?)", List.of("x".repeat(1_000)));
        }

        rows.execute(recording());

        assertThat(sent).hasSizeBetween(10, 20);
        assertThat(texts).isEqualTo(100);
    }

    @Test
    void aRowThatIsTooLargeByItselfIsSentAlone() throws SQLException {
        MultiRow rows = new MultiRow("INSERT ", ", ", " END", 1_000);
        rows.add("(?, 1)", List.of("x".repeat(1_000)));
        rows.add("(?, 2)", List.of("x".repeat(1_000)));

        rows.execute(recording());

        assertThat(sent).containsExactly("INSERT (?, 1) END", "INSERT (?, 2) END");
    }

    @Test
    void aStatementHasFewerPlaceholdersThanAServerCanPrepare() throws SQLException {
        MultiRow rows = new MultiRow("INSERT ", ", ", " END", Long.MAX_VALUE);
        for (int number = 0; number < 40_000; number++) {
            rows.add("(?, ?)", List.of("a", "b"));
        }

        rows.execute(recording());

        assertThat(sent).hasSize(2).allSatisfy(sql -> assertThat(sql.chars().filter(c -> c == '?'))
                .hasSizeLessThan(65_535));
        assertThat(texts).isEqualTo(80_000);
    }

    private Connection recording() {
        Object statement = Proxy.newProxyInstance(
                MultiRowTest.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("setString")) {
                        texts++;
                    }
                    return method.getReturnType() == int.class ? 0 : null;
                });
        return (Connection) Proxy.newProxyInstance(
                MultiRowTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    sent.add((String) arguments[0]);
                    return statement;
                });
    }
}
