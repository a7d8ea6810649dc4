package io.tidemark.offset.spi;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins the problems of settings into one text, so that one message lists all of them.
 *
 * @since 0.1
 */
public final class Problems {

    private Problems() {}

    /**
     * Joins problems. Several problems are numbered, because a problem may contain a semicolon or a full stop itself:
     * {@code (1) bootstrap.servers is not set; (2) stopTimeout must not be negative, but is PT-2S}.
     *
     * @param problems the problems, without full stops at their ends
     */
    public static String text(List<String> problems) {
        if (problems.size() == 1) {
            return problems.get(0);
        }
        List<String> numbered = new ArrayList<>();
        for (String problem : problems) {
            numbered.add("(" + (numbered.size() + 1) + ") " + problem);
        }
        return String.join("; ", numbered);
    }
}
