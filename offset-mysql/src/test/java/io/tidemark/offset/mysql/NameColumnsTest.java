package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.jdbc.internal.table.NameColumns;
import io.tidemark.offset.jdbc.spi.TableColumn;
import io.tidemark.offset.jdbc.spi.TableColumn.Fill;
import io.tidemark.offset.jdbc.spi.TableShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameColumnsTest {

    @Test
    void charactersAreCountedAsTheServerCountsThem() {
        NameColumns columns = columns("utf8mb4", 3);

        assertThat(columns.holdsGroup(new GroupId("充值监"))).isTrue();
        assertThat(columns.holdsGroup(new GroupId("\uD83D\uDCB0\uD83D\uDCB0\uD83D\uDCB0")))
                .isTrue();
        assertThat(columns.holdsGroup(new GroupId("充值监控"))).isFalse();
    }

    @Test
    void aColumnOfBytesIsMeasuredInBytes() {
        NameColumns columns = columns("", 6);

        assertThat(columns.holdsGroup(new GroupId("充值"))).isTrue();
        assertThat(columns.holdsGroup(new GroupId("充值a"))).isFalse();
    }

    @Test
    void everyCharacterSetHoldsItsOwnLetters() {
        assertThat(columns("ascii", 9).holdsGroup(new GroupId("a"))).isTrue();
        assertThat(columns("ascii", 9).holdsGroup(new GroupId("é"))).isFalse();
        assertThat(columns("latin1", 9).holdsGroup(new GroupId("é€"))).isTrue();
        assertThat(columns("latin1", 9).holdsGroup(new GroupId("充"))).isFalse();
        assertThat(columns("utf8mb3", 9).holdsGroup(new GroupId("充"))).isTrue();
        assertThat(columns("utf8mb3", 9).holdsGroup(new GroupId("\uD83D\uDCB0")))
                .isFalse();
        assertThat(columns("gbk", 9).holdsGroup(new GroupId("充"))).isTrue();
    }

    private static NameColumns columns(String charset, long length) {
        TableColumn column = new TableColumn(
                "groupid", "varchar(" + length + ")", "varchar", length, charset, "", 0, false, Fill.BY_SERVER, "NULL");
        Map<String, TableColumn> columns = Map.of("groupid", column);
        return new NameColumns(
                "offset_tb", "db", new TableShape(false, List.of(), "", columns, Map.of(), false), new MySqlTables());
    }
}
