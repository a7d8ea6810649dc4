package io.tidemark.offset.spi;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A store's URL in its parts.
 *
 * @param scheme the scheme
 * @param whole the complete text
 * @param hosts the hosts, empty if there are none
 * @param path the path with its slash, or empty
 * @param parameters user, password and the parameters of the query
 */
record StoreUrl(String scheme, String whole, String hosts, String path, Map<String, String> parameters) {

    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9a-fA-F:.%]+])(?::\\d{1,5})?";
    private static final Pattern HOSTS = Pattern.compile(HOST + "(?:," + HOST + ")*");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~:,/%$-]*");

    static StoreUrl parse(String scheme, String whole, List<String> problems) {
        String rest = whole.substring(scheme.length() + 1);
        if (scheme.startsWith("jdbc:")) {
            return new StoreUrl(scheme, whole, "", "", Map.of());
        }
        Map<String, String> parameters = new TreeMap<>();
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        if (question >= 0) {
            query(rest.substring(question + 1), parameters, problems);
        }
        if (!place.startsWith("//")) {
            return new StoreUrl(scheme, whole, "", place, parameters);
        }
        int slash = place.indexOf('/', 2);
        String authority = place.substring(2, slash < 0 ? place.length() : slash);
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            login(authority.substring(0, at), parameters, problems);
        }
        String hosts = authority.substring(at + 1);
        if (!HOSTS.matcher(hosts).matches() || rest.indexOf('@', 2 + at + 1) >= 0) {
            // the apparent host may be a part of a password then
            problems.add(
                    "the text after // is not HOST:PORT, or several separated by commas; each character that is not a"
                            + " letter or digit in a user, a password or a setting must be escaped by %, such as @ as %40");
            return new StoreUrl(scheme, whole, "...", "", parameters);
        }
        return new StoreUrl(scheme, whole, hosts, slash < 0 ? "" : place.substring(slash), parameters);
    }

    private static void login(String login, Map<String, String> parameters, List<String> problems) {
        int colon = login.indexOf(':');
        put("user", colon < 0 ? login : login.substring(0, colon), parameters, problems);
        if (colon >= 0) {
            put("password", login.substring(colon + 1), parameters, problems);
        }
    }

    private static void query(String query, Map<String, String> parameters, List<String> problems) {
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                put(parameter.substring(0, equals), parameter.substring(equals + 1), parameters, problems);
            } else if (!parameter.isEmpty()) {
                problems.add("a part of the URL's query is not of the form key=value");
            }
        }
    }

    private static void put(String key, String value, Map<String, String> parameters, List<String> problems) {
        try {
            String text = PercentEncoding.decode(value);
            if (parameters.putIfAbsent(key, text) != null) {
                problems.add(key + " is set twice in the URL");
            }
        } catch (IllegalArgumentException e) {
            problems.add(key + " has a % in the URL that does not escape a character; write it as %25");
        }
    }

    /** The parts that may be shown: nothing that is, or might be, a user, a password or a parameter. */
    String address() {
        if (scheme.startsWith("jdbc:")) {
            return scheme + ":...";
        }
        String shown = (hosts.isEmpty() ? "" : "//" + hosts) + path;
        return scheme + ":" + (PATH.matcher(path).matches() ? shown : "...");
    }
}
