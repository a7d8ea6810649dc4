package io.tidemark.offset.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store's URL and what is set beside it. */
class StoreSettingsTest {

    private enum Colour {
        RED,
        DARK_BLUE
    }

    @Test
    void aUrlFallsIntoItsParts() {
        StoreSettings settings =
                of("zookeeper://job:p%40ss%2Fw+rd%25@zk1:2181,[::1]:2182,zk3/kafka/east?timeout=5s&session=500ms");

        assertThat(settings.hosts()).isEqualTo("zk1:2181,[::1]:2182,zk3");
        assertThat(settings.path()).isEqualTo("/kafka/east");
        assertThat(settings.text("user")).contains("job");
        assertThat(settings.secret("password")).contains("p@ss/w+rd%");
        assertThat(settings.duration("timeout")).contains(Duration.ofSeconds(5));
        assertThat(settings.duration("session")).contains(Duration.ofMillis(500));
        assertThat(settings.text("absent")).isEmpty();
        assertThatCode(settings::requireValid).doesNotThrowAnyException();
        assertThat(settings).hasToString("zookeeper://zk1:2181,[::1]:2182,zk3/kafka/east");
    }

    @Test
    void theQueryOfAJdbcUrlIsTheDrivers() {
        String url = "jdbc:mysql://db/offsets?user=job&password=hunter2";
        StoreSettings settings = StoreSettings.of("jdbc:mysql", url, Map.of("table", "t"));

        assertThat(settings.text("table")).contains("t");
        assertThat(settings.url()).isEqualTo(url);
        assertThatCode(settings::requireValid).doesNotThrowAnyException();
        assertThat(settings).hasToString("jdbc:mysql:...");
    }

    @Test
    void settingsOfEveryKindAreRead() {
        StoreSettings settings = StoreSettings.of(
                "zookeeper",
                "zookeeper://zk",
                Map.of("colour", "Dark-Blue", "limit", " 7 ", "driver.a", "1", "driver.b.c", "2"));

        assertThat(settings.choice("colour", Colour.class)).contains(Colour.DARK_BLUE);
        assertThat(settings.number("limit", 1, 10)).contains(7);
        assertThat(settings.startingWith("driver.")).containsOnly(Map.entry("a", "1"), Map.entry("b.c", "2"));
        assertThatCode(settings::requireValid).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"250ms, 250", "10s, 10000", "2m, 120000", "1 h, 3600000"})
    void lengthsOfTimeAreReadAsPeopleWriteThem(String text, long millis) {
        assertThat(DurationText.read(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "0s", "-1s", "1d", "1.5s", "PT5S", "99999999999s"})
    void otherTextsAreNoLengthsOfTime(String text) {
        assertThat(DurationText.read(text)).isEmpty();
    }

    @Test
    void aSecretMayStandInAFileOrInTheEnvironment(@TempDir Path directory) throws IOException {
        Path unix = Files.writeString(directory.resolve("unix"), "hunter2\n");
        Path windows = Files.writeString(directory.resolve("windows"), "hunter2\r\n");
        Path bare = Files.writeString(directory.resolve("bare"), " hunter2 ");
        StoreSettings settings = StoreSettings.of(
                "x",
                "x://h",
                Map.of(
                        "a",
                        "file:" + unix,
                        "b",
                        "file:" + windows,
                        "c",
                        "file:" + bare,
                        "d",
                        "env:PATH",
                        "e",
                        "plain"));

        assertThat(settings.secret("a")).contains("hunter2");
        assertThat(settings.secret("b")).contains("hunter2");
        assertThat(settings.secret("c")).contains(" hunter2 ");
        assertThat(settings.secret("d")).contains(System.getenv("PATH"));
        assertThat(settings.secret("e")).contains("plain");
    }

    @Test
    void allThatIsWrongIsToldAtOnceWithoutSecrets() {
        StoreSettings settings = StoreSettings.of(
                "x",
                "x://job:hunter2@h?limit=11&limit=12&password=hunter3&odd",
                Map.of(
                        "limit",
                        "13",
                        "colour",
                        "green",
                        "wait",
                        "soon",
                        "secret",
                        "file:/no/such",
                        "other",
                        "env:NO_SUCH_"));
        settings.number("limit", 1, 10);
        settings.choice("colour", Colour.class);
        settings.duration("wait");
        settings.secret("secret");
        settings.secret("other");
        settings.text("user");

        assertThatIllegalArgumentException()
                .isThrownBy(settings::requireValid)
                .withMessageContainingAll(
                        "Cannot open the offset store at x://h: ",
                        "limit is set twice in the URL",
                        "password is set twice in the URL",
                        "a part of the URL's query is not of the form key=value",
                        "limit is set twice, in the URL and beside it",
                        "limit is '11', and not a number from 1 to 10",
                        "colour is 'green', and not one of red, dark-blue",
                        "wait is 'soon', and not a duration such as 500ms, 10s or 2m",
                        "secret cannot be read from file /no/such (NoSuchFileException)",
                        "other is read from the environment, but there is no variable NO_SUCH_",
                        "there is no setting 'password'; the settings are colour, limit, other, secret, user, wait")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hunter"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x://job:hunter2@host:port/db",
                "x://job:hun@ter2@host/db",
                "x://job:hunter2/3@host/db",
                "x://job:hunter2?3@host/db",
                "x://job:hunter2#3@host/db",
                "x://hunter2 @host",
                "x:///hunter2@host",
                "x://host/hunter2@",
                "x:hunter2@host"
            })
    void whatMightBeAPartOfAPasswordIsNotShown(String url) {
        StoreSettings settings = of(url);

        assertThat(settings.address()).doesNotContain("hunter2").doesNotContain("ter2");
    }

    @Test
    void whatIsNoHostIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    StoreSettings settings = of("x://job:hunter2/3@host/db");
                    settings.requireValid();
                })
                .withMessageStartingWith("Cannot open the offset store at x://...: the text after // is not HOST:PORT");
    }

    @Test
    void aPercentThatEscapesNothingIsWrong() {
        StoreSettings settings = of("x://job:100%@h");
        for (String key : List.of("user", "password")) {
            settings.text(key);
        }

        assertThatIllegalArgumentException()
                .isThrownBy(settings::requireValid)
                .withMessageContaining("password has a % in the URL that does not escape a character; write it as %25");
    }

    private static StoreSettings of(String url) {
        return StoreSettings.of(url.substring(0, url.indexOf(':')), url, Map.of());
    }
}
