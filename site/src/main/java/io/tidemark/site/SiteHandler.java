package io.tidemark.site;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door: who may enter, where a path leads, and how an answer goes out. */
final class SiteHandler implements HttpHandler {

    private static final int LONGEST_ADDRESS = 2048;
    private static final Logger LOG = LoggerFactory.getLogger(SiteHandler.class);

    private final HostCheck hosts;
    private final BasicAuth auth;
    private final Assets assets;
    private final Api api;

    SiteHandler(HostCheck hosts, BasicAuth auth, Assets assets, Api api) {
        this.hosts = hosts;
        this.auth = auth;
        this.assets = assets;
        this.api = api;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Optional<Reply> reply;
        try {
            SecurityHeaders.addTo(exchange.getResponseHeaders());
            reply = answer(exchange);
        } catch (BadRequestException e) {
            reply = Optional.of(Reply.problem(400, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("Cannot answer {} {}", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            reply = Optional.of(Reply.problem(500, "the server failed; its log says why"));
        } catch (IOException e) {
            exchange.close();
            return;
        }
        if (reply.isPresent()) {
            try (exchange) {
                send(exchange, reply.get());
            }
        }
    }

    /** Empty where the answer goes on. */
    private Optional<Reply> answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().toString().length() > LONGEST_ADDRESS) {
            return Optional.of(Reply.problem(414, "the address is too long"));
        }
        if (!hosts.accepts(header(exchange, "Host"))) {
            return Optional.of(Reply.problem(421, "this server does not answer to that name"));
        }
        String path = Optional.ofNullable(exchange.getRequestURI().getPath()).orElse("");
        if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            return Optional.of(Reply.problem(405, "only GET and HEAD").with("Allow", "GET, HEAD"));
        }
        if (path.equals("/healthz")) {
            return Optional.of(api.health());
        }
        if (!auth.accepts(header(exchange, "Authorization"))) {
            return Optional.of(
                    Reply.problem(401, "a password is needed").with("WWW-Authenticate", BasicAuth.CHALLENGE));
        }
        return path.startsWith("/api/")
                ? api(path, exchange)
                : Optional.of(assets.at(path).orElseGet(() -> Reply.problem(404, "there is nothing here")));
    }

    private Optional<Reply> api(String path, HttpExchange exchange) throws IOException {
        Map<String, String> parameters =
                Parameters.of(Optional.ofNullable(exchange.getRequestURI().getRawQuery()));
        return switch (path) {
            case "/api/snapshot" -> Optional.of(api.snapshot(parameters));
            case "/api/report" -> Optional.of(api.report(parameters));
            case "/api/dimension" -> Optional.of(api.dimension(parameters));
            case "/api/events" ->
                exchange.getRequestMethod().equals("HEAD")
                        ? Optional.of(Reply.problem(405, "only GET").with("Allow", "GET"))
                        : api.events(parameters, exchange);
            default -> Optional.of(Reply.problem(404, "there is nothing here"));
        };
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
        exchange.getResponseBody().write(bytes);
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
