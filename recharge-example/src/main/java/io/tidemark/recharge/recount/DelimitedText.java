package io.tidemark.recharge.recount;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How delimited text is written.
 *
 * @param delimiter the character between two fields
 * @param quote the character around a quoted field; empty for none
 * @param columns the names of the fields; empty where they have numbers
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

    /** The fields of a record; empty if it is none. */
    Optional<List<String>> split(String record) {
        String line = record.replaceFirst("\\A\uFEFF", "").replaceFirst("\\r?\\n?\\z", "");
        if (line.isEmpty()) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        Matcher field = field().matcher(line);
        int at = 0;
        while (field.find(at) && field.start() == at) {
            String quoted = field.group("quoted");
            fields.add(quoted == null ? field.group("plain") : quoted.replace(quote + quote, quote));
            if (field.group("end").isEmpty()) {
                return columns.isEmpty() || columns.size() == fields.size() ? Optional.of(fields) : Optional.empty();
            }
            at = field.end();
        }
        return Optional.empty();
    }

    private Pattern field() {
        String delimiter = inBrackets(this.delimiter);
        String quote = inBrackets(this.quote);
        String plain = "(?<plain>[^\\r\\n" + delimiter + quote + "]*+)";
        String quoted = quote.isEmpty()
                ? "(?<quoted>(?!))"
                : quote + "(?<quoted>(?:[^" + quote + "]++|" + quote + quote + ")*+)" + quote;
        return Pattern.compile("\\G(?:" + quoted + "|" + plain + ")(?<end>" + delimiter + "|\\z)");
    }

    private static String inBrackets(String character) {
        return character.isEmpty() ? "" : String.format("\\x{%x}", (int) character.charAt(0));
    }
}
