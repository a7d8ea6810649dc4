package io.tidemark.site;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authenticates and routes requests, and writes responses. */
final class SiteHandler implements HttpHandler {

    private static final int LONGEST_ADDRESS = 2048;
    private static final int PIECE = 16 * 1024;

    /** The maximum number of concurrent requests to the metrics of one client. */
    private static final int MOST_READINGS_PER_CLIENT = 8;

    private static final Logger LOG = LoggerFactory.getLogger(SiteHandler.class);

    private final RequestThreads threads;
    private final Doors doors;
    private final Assets assets;
    private final Api api;
    private final Supplier<Reply> health;
    private final InFlight readings = new InFlight(MOST_READINGS_PER_CLIENT);
    private final LogThrottle errors = new LogThrottle(Duration.ofSeconds(10));

    /** @param health answers {@code /healthz} */
    SiteHandler(RequestThreads threads, Doors doors, Assets assets, Api api, Supplier<Reply> health) {
        this.threads = threads;
        this.doors = doors;
        this.assets = assets;
        this.api = api;
        this.health = health;
    }

    /**
     * The access rules.
     *
     * @param hosts the names that the server answers to
     * @param clients finds the client of a request
     * @param logins checks passwords
     * @param cookie marks browsers that are logged in
     */
    record Doors(HostCheck hosts, Clients clients, LoginGuard logins, VisitorCookie cookie) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Optional<Reply> reply;
        try {
            threads.startWork();
            SecurityHeaders.addTo(exchange.getResponseHeaders());
            reply = answer(exchange);
        } catch (BadRequestException e) {
            reply = Optional.of(Reply.problem(400, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            errors.due()
                    .ifPresent(count -> LOG.error(
                            "Cannot answer {} {} ({} such failures)",
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            count,
                            e));
            reply = Optional.of(Reply.problem(500, "the server failed; its log has the reason"));
        } catch (IOException e) {
            exchange.close();
            return;
        }
        if (reply.isPresent()) {
            try (exchange) {
                threads.startWriting();
                send(exchange, reply.get());
            }
        }
    }

    /** Empty if an event stream has taken over the exchange. */
    private Optional<Reply> answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().toString().length() > LONGEST_ADDRESS) {
            return Optional.of(Reply.problem(414, "the address is too long"));
        }
        if (!doors.hosts().accepts(header(exchange, "Host"))) {
            return Optional.of(
                    Reply.problem(421, "this server does not answer to that name; site.host-names adds names"));
        }
        String path = Optional.ofNullable(exchange.getRequestURI().getPath()).orElse("");
        if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            return Optional.of(Reply.problem(405, "only GET and HEAD").with("Allow", "GET, HEAD"));
        }
        if (path.equals("/livez")) {
            return Optional.of(Reply.json(200, "{\"status\":\"ok\"}\n"));
        }
        if (path.equals("/healthz")) {
            return Optional.of(health.get());
        }
        Client client = doors.clients()
                .of(
                        exchange.getRemoteAddress(),
                        Optional.ofNullable(exchange.getRequestHeaders().get("X-Forwarded-For"))
                                .orElse(List.of()));
        LoginGuard.Verdict verdict =
                doors.logins().check(client, header(exchange, "Authorization"), header(exchange, "Cookie"));
        if (verdict instanceof LoginGuard.Verdict.TooSoon tooSoon) {
            return Optional.of(Reply.problem(429, "too many wrong passwords; try again later")
                    .with("Retry-After", String.valueOf(tooSoon.delay().toSeconds() + 1)));
        }
        if (verdict instanceof LoginGuard.Verdict.Accepted accepted) {
            return path.startsWith("/api/") ? api(path, client, exchange) : Optional.of(asset(path, accepted));
        }
        return Optional.of(Reply.problem(401, "a password is needed").with("WWW-Authenticate", BasicAuth.CHALLENGE));
    }

    private Reply asset(String path, LoginGuard.Verdict.Accepted accepted) {
        Reply reply = assets.at(path).orElseGet(() -> Reply.problem(404, "there is nothing here"));
        // only with the page itself, which no cache shares
        return path.equals("/") && !accepted.known()
                ? reply.with("Set-Cookie", doors.cookie().header())
                : reply;
    }

    private Optional<Reply> api(String path, Client client, HttpExchange exchange) throws IOException {
        return switch (path) {
            case "/api/snapshot" -> Optional.of(reading(client, () -> api.snapshot(view(exchange))));
            case "/api/report" -> Optional.of(reading(client, () -> api.report(view(exchange))));
            case "/api/dimension" ->
                Optional.of(reading(client, () -> api.dimension(parameters(exchange, Api.DIMENSION_PARAMETERS))));
            case "/api/events" ->
                exchange.getRequestMethod().equals("HEAD")
                        ? Optional.of(Reply.problem(405, "only GET").with("Allow", "GET"))
                        : api.events(view(exchange), client, exchange);
            default -> Optional.of(Reply.problem(404, "there is nothing here"));
        };
    }

    private Reply reading(Client client, Supplier<Reply> reply) {
        if (!readings.begin(client)) {
            return Reply.problem(429, "too many requests at a time; try again later")
                    .with("Retry-After", "1");
        }
        try {
            return reply.get();
        } finally {
            readings.end(client);
        }
    }

    private static Map<String, String> view(HttpExchange exchange) {
        return parameters(exchange, View.PARAMETERS);
    }

    private static Map<String, String> parameters(HttpExchange exchange, Set<String> known) {
        return Parameters.of(Optional.ofNullable(exchange.getRequestURI().getRawQuery()), known);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.body().type());
        headers.set("Cache-Control", reply.cacheControl());
        headers.set("Vary", "Accept-Encoding");
        reply.headers().forEach(headers::set);
        boolean zipped = reply.body().zipped().isPresent()
                && header(exchange, "Accept-Encoding")
                        .filter(SiteHandler::acceptsGzip)
                        .isPresent();
        String tag = "\"" + reply.body().tag() + (zipped ? "-gz" : "") + "\"";
        if (reply.status() == 200) {
            headers.set("ETag", tag);
            if (header(exchange, "If-None-Match")
                    .filter(known -> known.contains(tag))
                    .isPresent()) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
        }
        if (zipped) {
            headers.set("Content-Encoding", "gzip");
        }
        byte[] bytes = zipped ? reply.body().zipped().get() : reply.body().plain();
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", String.valueOf(bytes.length));
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        // the JDK's server keeps buffers of twice the size of each write: write pieces, so that many slow clients cost
        // little
        OutputStream out = exchange.getResponseBody();
        for (int from = 0; from < bytes.length; from += PIECE) {
            out.write(bytes, from, Math.min(PIECE, bytes.length - from));
        }
    }

    private static boolean acceptsGzip(String encodings) {
        for (String encoding : encodings.split(",", -1)) {
            String[] parts = encoding.strip().split("\\s*;\\s*", 2);
            if (parts[0].equalsIgnoreCase("gzip") || parts[0].equals("*")) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }
}
