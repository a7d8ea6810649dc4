package io.tidemark.offset.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.jdbc.SqlTable.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTableTest {

    @Test
    void theTablesHaveNamesOfTheirOwn() {
        assertThat(SqlTable.seed()).isEqualTo(new SqlTable(Layout.SEED, "offset_tb"));
        assertThat(SqlTable.own()).isEqualTo(new SqlTable(Layout.OWN, "tidemark_offset"));
        assertThat(SqlTable.seed("T_$9")).hasToString("T_$9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a`b", "a.b", "9a", "a;drop table x", "é", "a'b", "a-b"})
    void whatIsNoIdentifierIsRefused(String name) {
        assertThatThrownBy(() -> SqlTable.seed(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Cannot keep offsets in a table named '" + name + "': a name is made of letters");
    }

    @Test
    void aNameOf64CharactersIsTheLongest() {
        assertThat(SqlTable.own("a".repeat(64)).name()).hasSize(64);
        assertThatThrownBy(() -> SqlTable.own("a".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }
}
