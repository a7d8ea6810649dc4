package io.tidemark.offset.jdbc.internal.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The parts of a JDBC URL that may be shown: the scheme, the hosts and the database. User, password and parameters are
 * omitted, wherever the URL's many forms have them. Unrecognized parts are omitted, too.
 */
final class ServerAddress {

    private static final Pattern SCHEME = Pattern.compile("jdbc:[a-z0-9:+]{1,40}//", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9a-fA-F:.%]+](:\\d{1,5})?");
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_$-]+");
    private static final Pattern KEYED_HOST = Pattern.compile("\\bhost\\s*=\\s*([^,()\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern KEYED_PORT = Pattern.compile("\\bport\\s*=\\s*(\\d{1,5})", Pattern.CASE_INSENSITIVE);
    private static final String HIDDEN = "(address hidden)";

    private ServerAddress() {}

    /** The address of a data source before its first connection; without a URL, the name of its class. */
    static String ofDataSource(DataSource source) {
        for (String getter : List.of("getJdbcUrl", "getUrl", "getURL")) {
            try {
                if (source.getClass().getMethod(getter).invoke(source) instanceof String url) {
                    return of(url);
                }
            } catch (ReflectiveOperationException | RuntimeException e) {
                // pools use different names for the method
            }
        }
        return source.getClass().getSimpleName();
    }

    static String of(String url) {
        Matcher scheme = SCHEME.matcher(url);
        if (!scheme.lookingAt()) {
            return HIDDEN;
        }
        String rest = url.substring(scheme.end());
        int login = rest.lastIndexOf('@');
        boolean keyed = rest.contains("(");
        if (login >= 0 && !keyed) {
            rest = rest.substring(login + 1);
        }
        int hostsEnd = endOfHosts(rest);
        String hosts = keyed ? keyedHosts(rest.substring(0, hostsEnd)) : plainHosts(rest.substring(0, hostsEnd));
        return scheme.group().toLowerCase(Locale.ROOT) + hosts + database(rest.substring(hostsEnd));
    }

    private static int endOfHosts(String rest) {
        int depth = 0;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && (c == '/' || c == '?')) {
                return i;
            }
        }
        return rest.length();
    }

    private static String plainHosts(String hosts) {
        for (String host : hosts.split(",", -1)) {
            if (!HOST.matcher(host).matches()) {
                return HIDDEN;
            }
        }
        return hosts;
    }

    private static String keyedHosts(String hosts) {
        List<String> found = new ArrayList<>();
        Matcher host = KEYED_HOST.matcher(hosts);
        Matcher port = KEYED_PORT.matcher(hosts);
        while (host.find()) {
            String name = host.group(1);
            boolean hasPort = port.find();
            if (!HOST.matcher(name).matches()) {
                return HIDDEN;
            }
            found.add(hasPort ? name + ":" + port.group(1) : name);
        }
        return found.isEmpty() ? HIDDEN : String.join(",", found);
    }

    private static String database(String rest) {
        if (!rest.startsWith("/")) {
            return "";
        }
        int parameters = rest.indexOf('?');
        String name = rest.substring(1, parameters < 0 ? rest.length() : parameters);
        return DATABASE.matcher(name).matches() ? "/" + name : "";
    }
}
