package io.tidemark.recharge.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTimeTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS");

    @ParameterizedTest
    @CsvSource({
        "20260101080000123,2026-01-01T00:00:00.123Z",
        "19700101080000000,1970-01-01T00:00:00Z",
        "19691231235959999,1969-12-31T15:59:59.999Z",
        "20240229120000000,2024-02-29T04:00:00Z",
        // summer time, nine hours ahead
        "19880701120000000,1988-07-01T03:00:00Z",
        // within the hour that the clocks skipped: the same distance before its beginning
        "19860504023000000,1986-05-03T18:30:00Z",
        // within the hour that occurred twice: the first time
        "19910915013000000,1991-09-14T16:30:00Z",
        // before standard time: Shanghai's local time
        "19000101000000000,1899-12-31T15:54:17Z"
    })
    void aTimeIsShanghais(String text, Instant instant) {
        assertThat(Instant.ofEpochMilli(LogTime.epochMillis(text.toCharArray(), 0)))
                .isEqualTo(instant);
    }

    @Test
    void everyDayOfTenThousandYearsIsRight() {
        LocalDateTime time = LocalDateTime.of(0, 1, 1, 0, 0, 0, 1_000_000);
        while (time.getYear() < 10_000) {
            assertRight(time);
            // a step that is not a divisor of a day
            time = time.plusHours(25).plusMinutes(61);
        }
    }

    @Test
    void everyTimeAroundTheZonesChangesIsRight() {
        for (ZoneOffsetTransition transition : SHANGHAI.getRules().getTransitions()) {
            LocalDateTime time = transition.getDateTimeBefore().minusHours(3);
            for (int step = 0; step < 72; step++) {
                assertRight(time);
                time = time.plusMinutes(5).plusSeconds(1);
            }
        }
    }

    @Test
    void digitsThatAreNoTimeAreNone() {
        Random random = new Random(1);
        int[] fields = new int[7];
        int[] bounds = {50, 15, 34, 26, 62, 62, 1000};
        for (int i = 0; i < 200_000; i++) {
            for (int field = 0; field < fields.length; field++) {
                fields[field] = random.nextInt(bounds[field]);
            }
            fields[0] += 1990;
            String text = "xx%04d%02d%02d%02d%02d%02d%03d"
                    .formatted(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]);
            assertThat(LogTime.epochMillis(text.toCharArray(), 2)).as(text).isEqualTo(expected(fields));
        }
    }

    private static void assertRight(LocalDateTime time) {
        String text = FORMAT.format(time);
        long right = time.atZone(SHANGHAI).toInstant().toEpochMilli();
        if (LogTime.epochMillis(text.toCharArray(), 0) != right) {
            assertThat(LogTime.epochMillis(text.toCharArray(), 0)).as(text).isEqualTo(right);
        }
    }

    private static long expected(int[] fields) {
        try {
            return LocalDateTime.of(
                            fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6] * 1_000_000)
                    .atZone(SHANGHAI)
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeException e) {
            return LogTime.INVALID;
        }
    }
}
