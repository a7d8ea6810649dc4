package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.mysql.MySqlTable.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlTableTest {

    @Test
    void theTablesHaveNamesOfTheirOwn() {
        assertThat(MySqlTable.seed()).isEqualTo(new MySqlTable(Layout.SEED, "offset_tb"));
        assertThat(MySqlTable.own()).isEqualTo(new MySqlTable(Layout.OWN, "tidemark_offset"));
        assertThat(MySqlTable.seed("T_$9")).hasToString("T_$9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a`b", "a.b", "9a", "a;drop table x", "é", "a'b", "a-b"})
    void whatIsNoIdentifierIsRefused(String name) {
        assertThatThrownBy(() -> MySqlTable.seed(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Cannot keep offsets in a table named '" + name + "': a name is made of letters");
    }

    @Test
    void aNameOf64CharactersIsTheLongest() {
        assertThat(MySqlTable.own("a".repeat(64)).name()).hasSize(64);
        assertThatThrownBy(() -> MySqlTable.own("a".repeat(65))).isInstanceOf(IllegalArgumentException.class);
    }
}
