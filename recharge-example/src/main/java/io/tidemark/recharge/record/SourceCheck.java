package io.tidemark.recharge.record;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the problems of the fields that tags are read from. */
final class SourceCheck {

    private static final int LAST_COLUMN = 10_000;

    private final RecordFormat format;
    private final List<String> problems;
    private Set<FieldPath> seen = new HashSet<>();

    SourceCheck(RecordFormat format, List<String> problems) {
        this.format = format;
        this.problems = problems;
    }

    void check(Map<Tag, TagRule> rules) {
        rules.forEach((tag, rule) -> {
            if (!rule.fields().isEmpty() || !tag.isOptional()) {
                check("tags." + tag.key(), rule.fields());
            }
        });
    }

    /** A dimension may be read from a field that is also read for something else. */
    void checkDimension(String setting, List<String> fields) {
        seen = new HashSet<>();
        check(setting, fields);
    }

    private void check(String setting, List<String> fields) {
        if (fields.isEmpty()) {
            problems.add(setting + " has no field");
        }
        for (String field : fields) {
            if (field.isEmpty()) {
                problems.add(setting + " holds an empty field name");
            } else if (format instanceof RecordFormat.Delimited delimited) {
                column(setting, field, delimited);
            } else {
                path(setting, field);
            }
        }
        if (format instanceof RecordFormat.Delimited delimited
                && !fields.isEmpty()
                && !delimited.columns().isEmpty()
                && fields.stream().noneMatch(delimited.columns()::contains)) {
            problems.add(setting + " holds " + fields + ", none of which is among delimited.columns");
        }
    }

    private void path(String setting, String field) {
        try {
            once(setting, field, FieldPath.parse(field));
        } catch (IllegalArgumentException e) {
            problems.add(setting + " holds '" + field + "', which " + e.getMessage());
        }
    }

    private void column(String setting, String field, RecordFormat.Delimited delimited) {
        if (delimited.columns().isEmpty()
                && !(field.matches("[1-9][0-9]{0,4}") && Integer.parseInt(field) <= LAST_COLUMN)) {
            problems.add(setting + " holds '" + field + "', but delimited.columns is empty: columns without names are "
                    + "numbers from 1 to " + LAST_COLUMN);
        }
        once(setting, field, new FieldPath(List.of(new FieldPath.Step.Name(field))));
    }

    private void once(String setting, String field, FieldPath path) {
        if (!seen.add(path)) {
            problems.add(setting + " holds '" + field + "', which stands "
                    + (setting.startsWith("tags.") ? "in the dictionary" : "there") + " already");
        }
    }
}
