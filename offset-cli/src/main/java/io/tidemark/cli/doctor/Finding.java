package io.tidemark.cli.doctor;

import io.tidemark.offset.spi.Diagnosis;
import java.util.Locale;

/**
 * The result of one check.
 *
 * @param check the short name of the check; scripts compare it
 * @param level how serious the result is
 * @param text the finding with its values
 * @param remedy the recommended action; empty if there is nothing to do
 */
public record Finding(String check, Level level, String text, String remedy) {

    /** How serious a finding is. */
    public enum Level {
        OK,
        /** A job works, but may not work for long, or its numbers may mislead. */
        WARNING,
        /** A job cannot work, or nothing can arrive. */
        PROBLEM,
        /** Not checked, because something before it failed or was not given. */
        SKIPPED;

        /** The name in tables and JSON. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding of(String check, Diagnosis diagnosis) {
        return new Finding(check, Level.valueOf(diagnosis.level().name()), diagnosis.text(), diagnosis.remedy());
    }
}
