package io.tidemark.recharge.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.reference.ReferenceRules;
import io.tidemark.recharge.region.Region;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.testing.CountedReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files and settings of {@code docs/your-own-log.md}, taken from the page. */
class YourOwnLogTest {

    private final List<String> texts = blocks("text");
    private final List<String> settings = blocks("hocon");

    @TempDir
    private Path folder;

    @Test
    void aDelimiterOfSeveralCharacters() throws IOException {
        RechargeReport report = report(settings.get(0), texts.get(0));
        assertThat(report.records()).isEqualTo(RechargeReport.Records.of(3, 3, 0, Map.of()));
        assertOrders(report);
        assertThat(report.overall().durationUnknown()).isEqualTo(2);
        assertThat(report.minutes().get(0).minute()).isEqualTo("2018-02-21T16:00:00Z");
    }

    @Test
    void csvWithHeadings() throws IOException {
        RechargeReport report = report(settings.get(1), texts.get(1));
        assertThat(report.records()).isEqualTo(RechargeReport.Records.of(4, 3, 1, Map.of()));
        assertOrders(report);
        assertThat(report.overall().averageDurationMs()).contains(new BigDecimal("8000.0"));
        assertThat(report(
                        settings.get(1),
                        texts.get(1).replaceAll("[^,\n]+", "\"$0\"").replace("\n", "\r\n")))
                .isEqualTo(report);
    }

    @Test
    void tablesOfRegions() throws IOException {
        assertThat(RegionTable.load(Files.writeString(folder.resolve("plain.txt"), texts.get(2)))
                        .regions())
                .contains(new Region("210", "上海", "上海"))
                .hasSize(3);
        assertThat(RegionTable.load(Files.writeString(
                                folder.resolve("two.json"), blocks("json").get(0)))
                        .regions())
                .contains(new Region("755", "深圳市", "Shenzhen"))
                .hasSize(2);
    }

    private static void assertOrders(RechargeReport report) {
        assertThat(report.overall().succeeded()).isEqualTo(2);
        assertThat(report.overall().amountFen()).isEqualTo(8_000);
        assertThat(report.topCities())
                .extracting(city -> city.code() + " " + city.orders())
                .startsWith("755 2", "200 1");
    }

    /** Read like a user's configuration, by the job and by the reference implementation. */
    private RechargeReport report(String configuration, String log) throws IOException {
        Path file = Files.writeString(folder.resolve("my.conf"), configuration);
        TagDictionary dictionary =
                ConfigFiles.read(Optional.of(file), Map.of(), Map.of()).dictionary();
        Config rules = ConfigFactory.parseFile(file.toFile())
                .getConfig("dictionary")
                .withFallback(TagDictionary.presetConfig("guangdong"));
        ReferenceCount reference = new ReferenceCount(ReferenceRules.of(rules));
        reference.addLines(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
        CountedReport counted = new CountedReport(dictionary);
        log.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).forEach(counted::add);
        assertThat(counted.report()).isEqualTo(reference.report("recharge"));
        return counted.report();
    }

    private static List<String> blocks(String language) {
        try {
            String page = Files.readString(Path.of("..", "..", "docs", "your-own-log.md"));
            return Pattern.compile("(?m)^```" + language + "\\n((?s:.*?))^```$")
                    .matcher(page)
                    .results()
                    .map(block -> block.group(1))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
