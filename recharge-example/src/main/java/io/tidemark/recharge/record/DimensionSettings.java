package io.tidemark.recharge.record;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;
import io.tidemark.recharge.report.RechargeMetrics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the dimensions of a dictionary and collects their problems. */
final class DimensionSettings {

    private static final int MOST = 8;
    private static final int MOST_VALUES = 1_000;
    private static final int USUAL_LIMIT = 50;
    private static final Set<String> KEYS = new TreeSet<>(Set.of("name", "field", "known", "limit"));
    private static final Set<String> TAKEN =
            Set.of(RechargeMetrics.CITY, RechargeMetrics.RESULT, "records", "duration");

    private final List<String> problems;
    private final Set<String> names = new HashSet<>();

    DimensionSettings(List<String> problems) {
        this.problems = problems;
    }

    List<Dimension> dimensions(List<? extends Config> groups) {
        if (groups.size() > MOST) {
            problems.add("dimensions holds " + groups.size() + ", and " + MOST + " is the most");
        }
        List<Dimension> dimensions = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            try {
                dimensions.add(dimension("dimensions[" + i + "]", groups.get(i)));
            } catch (ConfigException.Missing | ConfigException.WrongType e) {
                problems.add("dimensions[" + i + "] is not of the form { name = channel, field = channelCode, limit = "
                        + USUAL_LIMIT + " }");
            }
        }
        return dimensions;
    }

    int limit(String setting, int limit) {
        if (limit < 1 || limit > MOST_VALUES) {
            problems.add(setting + " is " + limit + ", not from 1 to " + MOST_VALUES);
        }
        return limit;
    }

    List<String> known(String setting, List<String> values) {
        if (values.size() > MOST_VALUES) {
            problems.add(setting + " holds " + values.size() + " values, and " + MOST_VALUES + " is the most");
        }
        for (String value : values) {
            if (value.isEmpty()
                    || value.length() > ValueTable.LONGEST
                    || value.equals(ValueTable.OTHER)
                    || value.equals(ValueTable.MISSING)) {
                problems.add(setting + " holds '" + value + "', not 1 to " + ValueTable.LONGEST
                        + " characters other than " + ValueTable.OTHER + " and " + ValueTable.MISSING);
            }
        }
        return values;
    }

    private Dimension dimension(String setting, Config group) {
        for (String key : new TreeSet<>(group.root().keySet())) {
            if (!KEYS.contains(key)) {
                problems.add(setting + "." + key + " is no setting; there are " + String.join(", ", KEYS));
            }
        }
        String name = group.getString("name");
        if (!name.matches("[a-z][a-z0-9-]{0,31}")) {
            problems.add(setting + ".name is '" + name + "', not up to 32 small letters, digits and hyphens");
        } else if (TAKEN.contains(name) || !names.add(name)) {
            problems.add(setting + ".name is '" + name + "', which is taken");
        }
        List<String> fields = group.getValue("field").valueType() == ConfigValueType.LIST
                ? group.getStringList("field")
                : List.of(group.getString("field"));
        List<String> known =
                group.hasPath("known") ? known(setting + ".known", group.getStringList("known")) : List.of();
        return new Dimension(
                name,
                fields,
                known,
                limit(setting + ".limit", group.hasPath("limit") ? group.getInt("limit") : USUAL_LIMIT));
    }
}
