package io.tidemark.recharge.reference;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The format of delimited text.
 *
 * @param delimiter the characters between two fields
 * @param quote the character around a quoted field; empty for none
 * @param columns the names of the fields; empty if fields are identified by numbers
 */
public record DelimitedText(String delimiter, String quote, List<String> columns) {

    public DelimitedText {
        columns = List.copyOf(columns);
    }

    static DelimitedText of(Config delimited) {
        return new DelimitedText(
                delimited.hasPath("delimiter") ? delimited.getString("delimiter") : ",",
                delimited.hasPath("quote") ? delimited.getString("quote") : "\"",
                delimited.hasPath("columns") ? delimited.getStringList("columns") : List.of());
    }

    /** The fields of a record; empty if it is not valid. */
    Optional<List<String>> split(String record) {
        String line = record.replaceFirst("\\A\uFEFF", "").replaceFirst("\\r?\\n?\\z", "");
        if (line.isEmpty()) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (true) {
            boolean quoted = !quote.isEmpty() && line.startsWith(quote, at);
            int end = quoted ? line.indexOf(quote, at + 1) : line.indexOf(delimiter, at);
            while (quoted && end >= 0 && line.startsWith(quote + quote, end)) {
                end = line.indexOf(quote, end + 2);
            }
            if (quoted && end < 0) {
                return Optional.empty();
            }
            String value = line.substring(quoted ? at + 1 : at, end < 0 ? line.length() : end);
            if (!quoted && (value.matches("(?s).*[\\r\\n].*") || (!quote.isEmpty() && value.contains(quote)))) {
                return Optional.empty();
            }
            fields.add(quoted ? value.replace(quote + quote, quote) : value);
            at = quoted ? end + 1 : end < 0 ? line.length() : end;
            if (at == line.length()) {
                return columns.isEmpty() || columns.size() == fields.size() ? Optional.of(fields) : Optional.empty();
            }
            if (!line.startsWith(delimiter, at)) {
                return Optional.empty();
            }
            at += delimiter.length();
        }
    }
}
