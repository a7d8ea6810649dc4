package io.tidemark.faultinjection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the JSON of two reports, field by field. */
final class ReportDifferences {

    /** The fields that identify the objects of a list. */
    private static final List<String> NAMES = List.of("code", "minute");

    private static final JsonMapper MAPPER = new JsonMapper();

    private final List<String> found = new ArrayList<>();

    private ReportDifferences() {}

    /** One line for each field that differs, such as {@code overall.orders: 12, not 11}. */
    static List<String> between(RechargeReport got, RechargeReport want) {
        try {
            ReportDifferences differences = new ReportDifferences();
            differences.compare("", MAPPER.readTree(ReportJson.write(got)), MAPPER.readTree(ReportJson.write(want)));
            return List.copyOf(differences.found);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot read a report that was just written", e);
        }
    }

    private void compare(String path, JsonNode got, JsonNode want) {
        if (got.equals(want)) {
            return;
        }
        if (got.isContainerNode() && want.isContainerNode()) {
            Map<String, JsonNode> gotParts = parts(got);
            Map<String, JsonNode> wantParts = parts(want);
            Set<String> names = new LinkedHashSet<>(wantParts.keySet());
            names.addAll(gotParts.keySet());
            int before = found.size();
            names.forEach(name -> compare(
                    path.isEmpty() ? name : path + "." + name,
                    gotParts.getOrDefault(name, MissingNode.getInstance()),
                    wantParts.getOrDefault(name, MissingNode.getInstance())));
            if (found.size() == before) {
                found.add(path + ": in another order");
            }
        } else {
            found.add(path + ": " + shown(got) + ", not " + shown(want));
        }
    }

    private static Map<String, JsonNode> parts(JsonNode node) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> parts.put(field.getKey(), field.getValue()));
        } else {
            node.forEach(element -> parts.put(nameOf(element, parts.size()), element));
        }
        return parts;
    }

    private static String nameOf(JsonNode element, int index) {
        for (String name : NAMES) {
            if (element.has(name)) {
                return element.get(name).asText();
            }
        }
        return String.valueOf(index);
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }
}
