package io.tidemark.site.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionTableTest {

    @Test
    void guangdongHasItsTwentyOneCitiesAndAMap() {
        RegionTable table = RegionTable.preset("guangdong");

        assertThat(table.codes()).hasSize(21).contains("755", "660");
        assertThat(table.regions()).contains(new Region("755", "深圳市", "Shenzhen"));
        assertThat(table.map()).contains("guangdong");
        assertThat(table.title()).isEqualTo("广东省");
    }

    @Test
    void cmccHasTheThirtyOneProvincesAndNoMap() {
        RegionTable table = RegionTable.preset("cmcc");

        assertThat(table.codes()).hasSize(31);
        assertThat(table.regions()).contains(new Region("471", "内蒙古", "Inner Mongolia"));
        assertThat(table.map()).isEmpty();
    }

    @Test
    void everythingThatIsNotInATableIsOther() {
        RegionTable table = RegionTable.preset("guangdong");

        assertThat(table.regionOf("755")).isEqualTo("755");
        assertThat(table.regionOf("100")).isEqualTo(RegionTable.OTHER);
        assertThat(table.regionOf(RegionTable.OTHER)).isEqualTo(RegionTable.OTHER);
        assertThat(table.codes()).doesNotContain(RegionTable.OTHER);
    }

    @Test
    void aPresetThatDoesNotExistIsRefusedWithTheOnesThatDo() {
        assertThatThrownBy(() -> RegionTable.preset("../guangdong"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot use region table '../guangdong': there are [guangdong, cmcc], or name a file");
    }

    @Test
    void aTableIsReadFromAFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("regions.json");
        Files.writeString(file, """
                {"name": "two", "title": "两城", "english": "Two", "map": null,
                 "regions": [{"code": "1", "name": "甲", "english": "A"}, {"code": "2", "name": "乙", "english": "B"}]}
                """);

        RegionTable table = RegionTable.load(file);

        assertThat(table.codes()).containsExactly("1", "2");
        assertThat(table.map()).isEmpty();
    }

    @Test
    void aFileThatIsNoTableIsRefusedWithItsNameAndTheReason(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("missing.json");
        Path twice = directory.resolve("twice.json");
        Files.writeString(twice, """
                {"name": "two", "title": "两城", "english": "Two",
                 "regions": [{"code": "1", "name": "甲", "english": "A"}, {"code": "1", "name": "乙", "english": "B"}]}
                """);

        assertThatThrownBy(() -> RegionTable.load(missing)).hasMessageContaining("missing.json");
        assertThatThrownBy(() -> RegionTable.load(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice.json: region code '1' stands for both 甲 and 乙");
    }

    @Test
    void aTableTravelsToAnotherProcess() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(RegionTable.preset("cmcc"));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            RegionTable arrived = (RegionTable) in.readObject();
            assertThat(arrived.regionOf("200")).isEqualTo("200");
            assertThat(arrived.map()).isEmpty();
        }
    }
}
