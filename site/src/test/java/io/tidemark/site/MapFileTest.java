package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.recharge.region.RegionTable;
import io.tidemark.servers.logging.Warnings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapFileTest {

    private static final RegionTable GUANGDONG = RegionTable.preset("guangdong");

    private @TempDir Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"Topology\",\"objects\":{}} | it is TopoJSON; convert it to GeoJSON",
                "{\"type\":\"Feature\"} | it is not a GeoJSON FeatureCollection, its type is 'Feature'",
                "[] | it is not a GeoJSON FeatureCollection, its type is ''",
                "{\"type\":\"FeatureCollection\"} | it has no features",
                "{\"type\":\"FeatureCollection\",\"features\":[]} | it has no features",
                "{\"type\":\"FeatureCollection\",\"features\":[{}]} | feature 0 has no text in properties.name",
                "<svg> | it is not JSON: ",
                "`` | it is not a GeoJSON",
            })
    void aFileThatIsNoGeoJsonIsRefused(String json, String reason) throws IOException {
        Path file = Files.writeString(directory.resolve("map.json"), json);

        assertThatThrownBy(() -> MapFile.read(file, GUANGDONG))
                .isInstanceOf(SiteException.class)
                .hasMessageStartingWith("Cannot serve the page with map " + file + ": " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | feature '广州市' is a '', neither",
                "{\"type\":\"Point\",\"coordinates\":[113,23]} | feature '广州市' is a 'Point', neither",
                "{\"type\":\"Polygon\"} | the coordinates of feature '广州市' are not rings",
                "{\"type\":\"Polygon\",\"coordinates\":[]} | the coordinates of feature '广州市' are not rings",
                "{\"type\":\"Polygon\",\"coordinates\":[[[\"x\",1]]]} | the coordinates of feature '广州市' are not rings",
                "{\"type\":\"Polygon\",\"coordinates\":[[[1113000,230000]]]} | the coordinates of feature '广州市' are no",
                "{\"type\":\"MultiPolygon\",\"coordinates\":[[[113,23]]]} | the coordinates of feature '广州市' are no",
            })
    void aGeometryThatNoBrowserCouldDrawIsRefused(String geometry, String reason) throws IOException {
        Path file = map("广州市", geometry.isEmpty() ? "null" : geometry);

        assertThatThrownBy(() -> MapFile.read(file, GUANGDONG))
                .isInstanceOf(SiteException.class)
                .hasMessageStartingWith("Cannot serve the page with map " + file + ": " + reason);
    }

    @Test
    void aMapOfOtherRegionsIsRefusedWithTheNamesOfBoth() throws IOException {
        Path file = map("Guangzhou", "{\"type\":\"Polygon\",\"coordinates\":[[[113,23],[114,23],[114,24],[113,23]]]}");

        assertThatThrownBy(() -> MapFile.read(file, GUANGDONG))
                .isInstanceOf(SiteException.class)
                .hasMessageContaining("none of its features' names is a region of table 'guangdong'")
                .hasMessageContaining("[Guangzhou]")
                .hasMessageContaining("深圳市")
                .hasMessageContaining("and 1 more]");
    }

    @Test
    void aMapOfSomeRegionsIsServedAndPlainAndCompressedFormsAreRead() throws IOException {
        Path file = map("广州市", "{\"type\":\"Polygon\",\"coordinates\":[[[113,23],[114,23],[114,24],[113,23]]]}");

        try (Warnings warnings = new Warnings(MapFile.class)) {
            assertThat(MapFile.read(file, GUANGDONG)).isEqualTo(Files.readAllBytes(file));
            assertThat(warnings.messages())
                    .singleElement()
                    .asString()
                    .contains(file + " and region table 'guangdong' differ")
                    .contains("深圳市")
                    .contains("features that are no region []");
        }

        Path shipped = directory.resolve("shipped.json");
        try (var map = MapFile.class.getResourceAsStream("web/maps/guangdong.json")) {
            Files.write(shipped, map.readAllBytes());
        }
        assertThatCode(() -> MapFile.read(shipped, GUANGDONG)).doesNotThrowAnyException();
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        Path file = directory.resolve("missing.json");

        assertThatThrownBy(() -> MapFile.read(file, GUANGDONG))
                .isInstanceOf(SiteException.class)
                .hasMessage("Cannot serve the page with map " + file + ": the file cannot be read");
    }

    private Path map(String name, String geometry) throws IOException {
        return Files.writeString(directory.resolve("map.json"), """
                {"type": "FeatureCollection", "features": [
                  {"type": "Feature", "properties": {"name": "%s"}, "geometry": %s}]}
                """.formatted(name, geometry));
    }
}
