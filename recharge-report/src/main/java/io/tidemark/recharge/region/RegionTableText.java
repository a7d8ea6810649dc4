package io.tidemark.recharge.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of a {@link RegionTable}: one region a line, {@code code name} or {@code code name english}, separated
 * by a comma, a semicolon, a tab or blanks. Empty lines and lines that begin with {@code #} are no regions, nor is a
 * first line of headings.
 */
final class RegionTableText {

    static final String FORMAT = "a region table has a line for each region, such as '755 深圳市' or '755,深圳市,Shenzhen'"
            + " (a code of 1 to 6 digits, a name, perhaps a name in English), or it is JSON: see docs/your-own-log.md";

    private static final Pattern CODE = Pattern.compile("[0-9]{1,6}");
    private static final Pattern BLANKS = Pattern.compile("^([^\\s]+)\\s+(.+)$");

    private RegionTableText() {}

    /**
     * Reads a table.
     *
     * @param name the table's name
     * @throws IllegalArgumentException if a line is no region, with its number
     */
    static RegionTable read(String name, String text) {
        List<Region> regions = new ArrayList<>();
        List<String> lines = text.lines().toList();
        boolean first = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replace("\uFEFF", "").strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            List<String> fields = fields(line);
            if (CODE.matcher(fields.get(0)).matches() && fields.size() > 1) {
                regions.add(region(fields));
            } else if (!first || fields.size() < 2) {
                throw new IllegalArgumentException("line " + (i + 1) + " is '" + shortened(line) + "'; " + FORMAT);
            }
            first = false;
        }
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("it has no regions; " + FORMAT);
        }
        return new RegionTable(name, name, name, Optional.empty(), regions);
    }

    private static Region region(List<String> fields) {
        return new Region(fields.get(0), fields.get(1), fields.size() > 2 ? fields.get(2) : fields.get(1));
    }

    /** At least one field. Quotes around a field are not part of it, and empty fields at the end are omitted. */
    private static List<String> fields(String line) {
        for (String separator : List.of("\t", ",", ";", "，")) {
            if (line.contains(separator)) {
                return clean(List.of(line.split(Pattern.quote(separator))));
            }
        }
        Matcher blanks = BLANKS.matcher(line);
        return blanks.matches() ? clean(List.of(blanks.group(1), blanks.group(2))) : List.of(line);
    }

    private static List<String> clean(List<String> fields) {
        List<String> clean = new ArrayList<>();
        for (String field : fields) {
            String text = field.strip();
            clean.add(
                    text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                            ? text.substring(1, text.length() - 1)
                            : text);
        }
        while (clean.size() > 1 && clean.get(clean.size() - 1).isEmpty()) {
            clean.remove(clean.size() - 1);
        }
        return clean.isEmpty() ? List.of("") : clean;
    }

    private static String shortened(String line) {
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }
}
