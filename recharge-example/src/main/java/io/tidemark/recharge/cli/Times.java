package io.tidemark.recharge.cli;

import io.tidemark.recharge.report.ReportRules;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

/** Parses the times of a command line. */
final class Times {

    /** The formats of a time. */
    static final String FORM = "2026-01-01, 2026-01-01T08:00 or 2026-01-01T08:00+08:00";

    private Times() {}

    /**
     * Parses a time: a day, or a day with a time; in Asia/Shanghai unless it has an offset.
     *
     * @throws DateTimeException if the text is not a time
     */
    static Instant parse(String text) {
        if (text.length() == "2026-01-01".length()) {
            return LocalDate.parse(text).atStartOfDay(ReportRules.ZONE).toInstant();
        }
        return text.matches(".*(Z|[+-][0-9]{2}:?[0-9]{2})$")
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(ReportRules.ZONE).toInstant();
    }
}
