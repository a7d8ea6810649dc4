package io.tidemark.recharge.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTableTest {

    @TempDir
    private Path directory;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100 北京\n200 广东\n",
                "\uFEFF100\t北京\r\n200\t广东\r\n",
                "code,name\n100,北京\n200,广东",
                "# provinces\n\n  100   北京  \n200;广东;\n",
                "代码，名称\n100，北京\n\"200\",\"广东\"\n"
            })
    void aPlainTableOfCodesAndNamesIsRead(String text) throws IOException {
        RegionTable table = RegionTable.load(Files.writeString(directory.resolve("regions-plain.txt"), text));
        assertThat(table.regions()).containsExactly(new Region("100", "北京", "北京"), new Region("200", "广东", "广东"));
        assertThat(table.name()).isEqualTo("regions-plain");
        assertThat(table.title()).isEqualTo("regions-plain");
        assertThat(table.map()).isEmpty();
    }

    @Test
    void aPlainTableMayHaveEnglishNamesAndNamesWithBlanks() throws IOException {
        Path file = directory.resolve("regions.csv");
        assertThat(RegionTable.load(Files.writeString(file, "471,内蒙古,Inner Mongolia\n"))
                        .regions())
                .containsExactly(new Region("471", "内蒙古", "Inner Mongolia"));
        assertThat(RegionTable.load(Files.writeString(file, "471 Inner Mongolia\n"))
                        .regions())
                .containsExactly(new Region("471", "Inner Mongolia", "Inner Mongolia"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '`',
            value = {
                "`100 北京\\n北京 100` -> line 2 is '北京 100'; a region table has a line for each region, such as '755 深圳市'",
                "`100\\n` -> line 1 is '100'; a region table has a line for each region",
                "`100 北京\\n1000000 x` -> line 2 is '1000000 x'; a region table",
                "`code name` -> it has no regions; a region table",
                "` ` -> it has no regions; a region table",
                "`{}` -> it has no regions; the table has the form {",
                "`{\"regions\":[100,200]}` -> 'code' is missing or blank in 100; the table has the form {",
                "`{\"regions\":[` -> Unexpected end-of-input",
                "`100 北京\\n100 广东` -> region code '100' stands for both 北京 and 广东"
            })
    void whatIsWrongWithATableIsOneLineWithTheFormat(String text, String reason) throws IOException {
        Path file = Files.writeString(directory.resolve("table"), text.replace("\\n", "\n"));
        assertThatThrownBy(() -> RegionTable.load(file))
                .hasMessageStartingWith("Cannot read region table " + file + ": " + reason)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        Files.write(file, "100 北京".getBytes(Charset.forName("GBK")));
        assertThatThrownBy(() -> RegionTable.load(file)).hasMessageContaining("it is not UTF-8; convert it");
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
