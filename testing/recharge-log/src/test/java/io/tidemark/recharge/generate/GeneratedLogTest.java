package io.tidemark.recharge.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.reference.ReferenceRules;
import io.tidemark.recharge.report.RechargeReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedLogTest {

    private static final Pattern PHONE = Pattern.compile("\"[Pp]honeno\":\"(\\d+)\"");
    private static final Pattern LOGGED = Pattern.compile("\"logOutTime\":\"(\\d{17})\"");

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        assertThat(bytes(1, 3_000)).isEqualTo(bytes(1, 3_000));
        assertThat(bytes(1, 3_000)).isNotEqualTo(bytes(2, 3_000));
    }

    @Test
    void theSameLogGivesTheSameBytesAgain() throws IOException {
        GeneratedLog log = new GeneratedLog(1, "guangdong", 500);
        assertThat(bytes(log)).isEqualTo(bytes(log));
    }

    @Test
    void theBytesAreThoseOfEveryOtherMachine() throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(1, 10_000));
        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("581a85781cba47f8b4337c0774d5b52c594793fb54a26ba71b251b50126c0cc8");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 17, 1_000, 50_000})
    void theNumberOfOrdersIsExact(long orders) throws IOException {
        assertThat(reference("guangdong", 3, orders).records().orders()).isEqualTo(orders);
        assertThat(reference("cmcc", 3, orders).records().orders()).isEqualTo(orders);
    }

    @ParameterizedTest
    @CsvSource({"1000, 30, 30", "7, 30, 7", "1000, 1, 1"})
    void theOrdersAreSpreadOverTheDays(long orders, int days, int withOrders) throws IOException {
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset("guangdong"));
        new GeneratedLog(1, "guangdong", orders, days).forEachLine(reference::add);
        RechargeReport report = reference.report("recharge");
        Set<LocalDate> dates = new HashSet<>();
        report.minutes().forEach(minute -> dates.add(LocalDate.ofInstant(minute.minute(), ZoneId.of("Asia/Shanghai"))));
        assertThat(report.records().orders()).isEqualTo(orders);
        assertThat(dates).hasSizeBetween(withOrders, withOrders + 1);
        assertThat(Collections.min(dates)).isBetween("2025-12-03", "2026-01-01");
    }

    @ParameterizedTest
    @CsvSource({"guangdong,21", "cmcc,31"})
    void everythingThatALogCanHoldIsInIt(String preset, int regions) throws IOException {
        RechargeReport report = reference(preset, 1, 50_000);
        assertThat(report.records().rejectedByReason())
                .allSatisfy(
                        (reason, count) -> assertThat(count).as(reason.code()).isBetween(10L, 300L));
        assertThat(report.records().ignored()).isGreaterThan(20_000);
        assertThat(report.cities()).hasSize(regions + 1).allSatisfy(city -> {
            assertThat(city.orders()).isPositive();
            assertThat(city.failed()).isPositive();
        });
        assertThat(report.overall().successRate().orElseThrow().doubleValue()).isBetween(0.95, 0.99);
        assertThat(report.overall().durationUnknown()).isBetween(200L, 400L);
        assertThat(report.overall().averageDurationMs().orElseThrow().doubleValue())
                .isBetween(15_000.0, 30_000.0);
        assertThat(report.overall().durationMs().orElseThrow().p99()).isGreaterThan(40_000);
        assertThat(report.minutes()).hasSizeGreaterThan(1_300);
    }

    @Test
    void theDayIsTheFirstOf2026InShanghaiWithAQuietNightAndABusyEvening() throws IOException {
        List<RechargeReport.Minute> minutes = reference("guangdong", 1, 50_000).minutes();
        assertThat(minutes.get(0).minute()).isAfterOrEqualTo(Instant.parse("2025-12-31T16:00:00Z"));
        assertThat(minutes.get(minutes.size() - 1).minute()).isBefore(Instant.parse("2026-01-01T16:00:00Z"));
        assertThat(ordersOfHour(minutes, "2026-01-01T12:00:00Z"))
                .isGreaterThan(8 * ordersOfHour(minutes, "2025-12-31T19:00:00Z"));
    }

    @Test
    void wavesOfFailuresHitOneCityAtATime() {
        Country country = Country.preset("guangdong");
        Dice dice = new Dice(1);
        Set<Country.Place> cities = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 5_000; i++) {
            cities.add(country.pick(dice));
        }
        FailureWaves waves = new FailureWaves(1, country);
        Set<Country.Place> hit = Collections.newSetFromMap(new IdentityHashMap<>());
        for (long minute = 0; minute < 1_440; minute++) {
            long now = minute * 60_000;
            List<Country.Place> failing = cities.stream()
                    .filter(city -> waves.failuresPerMillion(city, now) != city.failuresPerMillion())
                    .toList();
            assertThat(failing).hasSizeLessThan(2);
            failing.forEach(
                    city -> assertThat(waves.failuresPerMillion(city, now)).isBetween(250_000, 650_000));
            hit.addAll(failing);
        }
        assertThat(cities).hasSize(21);
        assertThat(hit).hasSizeBetween(5, 21);
    }

    @Test
    void noPhoneNumberCanBeReal() throws IOException {
        Matcher phones = PHONE.matcher(text(4, 2_000));
        int count = 0;
        while (phones.find()) {
            assertThat(phones.group(1)).hasSize(11).startsWith("111");
            count++;
        }
        assertThat(count).isGreaterThan(2_000);
    }

    @Test
    void someNumbersAndLinesRepeat() throws IOException {
        List<String> lines =
                text(5, 20_000).lines().filter(line -> line.startsWith("{")).toList();
        assertThat(new HashSet<>(lines)).hasSizeBetween(lines.size() - 60, lines.size() - 5);
    }

    @Test
    void linesAreInTheOrderInWhichTheyWereLogged() throws IOException {
        Matcher logged = LOGGED.matcher(text(6, 20_000));
        List<String> times = new ArrayList<>();
        while (logged.find()) {
            times.add(logged.group(1));
        }
        long backwards = 0;
        for (int i = 1; i < times.size(); i++) {
            backwards += times.get(i).compareTo(times.get(i - 1)) < 0 ? 1 : 0;
        }
        // a duplicated line has the time of the first one
        assertThat(times).hasSizeGreaterThan(20_000);
        assertThat(backwards).isBetween(1L, 60L);
    }

    @Test
    void aRecordHasHalfAKilobyte() throws IOException {
        byte[] log = bytes(1, 10_000);
        long lines = text(1, 10_000).lines().count();
        assertThat(log.length / lines).isBetween(430L, 570L);
    }

    @Test
    void anUnknownCountryAndANegativeNumberAreRefused() {
        assertThatThrownBy(() -> new GeneratedLog(1, "hunan", 1))
                .hasMessage("Cannot generate a log of 'hunan': there are guangdong and cmcc");
        assertThatThrownBy(() -> new GeneratedLog(1, "guangdong", -1))
                .hasMessage("Cannot generate a log of -1 orders: the number is negative");
    }

    private static long ordersOfHour(List<RechargeReport.Minute> minutes, String from) {
        Instant begin = Instant.parse(from);
        return minutes.stream()
                .filter(minute ->
                        !minute.minute().isBefore(begin) && minute.minute().isBefore(begin.plusSeconds(3_600)))
                .mapToLong(RechargeReport.Minute::orders)
                .sum();
    }

    private static String text(long seed, long orders) throws IOException {
        return new String(bytes(seed, orders), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(long seed, long orders) throws IOException {
        return bytes(new GeneratedLog(seed, "guangdong", orders));
    }

    private static byte[] bytes(GeneratedLog log) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        log.forEachLine((line, length) -> {
            bytes.write(line, 0, length);
            bytes.write('\n');
        });
        return bytes.toByteArray();
    }

    private static RechargeReport reference(String preset, long seed, long orders) throws IOException {
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset(preset));
        new GeneratedLog(seed, preset, orders).forEachLine(reference::add);
        return reference.report("recharge");
    }
}
