package io.tidemark.site;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Decides which requests are served: by their size, method and host name, and by their password. Only the two health
 * checks need none. Every response gets the security headers.
 */
final class AccessHandler extends Handler.Wrapper {

    static final String LIVE = "/livez";
    static final String HEALTH = "/healthz";

    private static final int LONGEST_ADDRESS = 2048;
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final Set<String> WITHOUT_PASSWORD = Set.of(LIVE, HEALTH);
    private static final String CLIENT = "io.tidemark.site.client";

    private final HostCheck hosts;
    private final Clients clients;
    private final VisitorCookie cookie = new VisitorCookie();
    private final LoginGuard logins;

    AccessHandler(Handler handler, HostCheck hosts, Clients clients, Optional<Password> password) {
        super(handler);
        this.hosts = hosts;
        this.clients = clients;
        this.logins = new LoginGuard(password, cookie, System::nanoTime);
    }

    /** The client of a request that this handler has accepted. */
    static Client clientOf(Request request) {
        if (request.getAttribute(CLIENT) instanceof Client client) {
            return client;
        }
        throw new IllegalStateException("Cannot find the client of " + request + ": it did not pass the AccessHandler");
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        SecurityHeaders.addTo(response);
        Optional<Reply> refusal = refusal(request, response);
        if (refusal.isPresent()) {
            JsonHandler.write(refusal.get(), response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    private Optional<Reply> refusal(Request request, Response response) {
        if (request.getHttpURI().asString().length() > LONGEST_ADDRESS) {
            return Optional.of(Reply.problem(414, "the address is too long"));
        }
        if (!hosts.accepts(host(request))) {
            return Optional.of(
                    Reply.problem(421, "this server does not answer to that name; site.host-names adds names"));
        }
        if (!METHODS.contains(request.getMethod())) {
            return Optional.of(Reply.problem(405, "only GET and HEAD").with("Allow", "GET, HEAD"));
        }
        String path = Request.getPathInContext(request);
        return WITHOUT_PASSWORD.contains(path) ? Optional.empty() : login(request, response, path);
    }

    /** Without a {@code Host} header, which HTTP/1.0 allows, the URI has the address of this machine. */
    private static Optional<String> host(Request request) {
        boolean named = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2
                || request.getHeaders().contains(HttpHeader.HOST);
        return Optional.ofNullable(named ? request.getHttpURI().getHost() : null);
    }

    private Optional<Reply> login(Request request, Response response, String path) {
        Client client = clients.of(
                (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress(),
                List.copyOf(request.getHeaders().getValuesList("X-Forwarded-For")));
        request.setAttribute(CLIENT, client);
        LoginGuard.Verdict verdict =
                logins.check(client, header(request, HttpHeader.AUTHORIZATION), header(request, HttpHeader.COOKIE));
        if (verdict instanceof LoginGuard.Verdict.TooSoon tooSoon) {
            return Optional.of(Reply.problem(429, "too many wrong passwords; try again later")
                    .with("Retry-After", String.valueOf(tooSoon.delay().toSeconds() + 1)));
        }
        if (verdict instanceof LoginGuard.Verdict.Accepted accepted) {
            // only with the page itself, which no cache shares
            if (path.equals("/") && !accepted.known()) {
                response.getHeaders().add(HttpHeader.SET_COOKIE, cookie.header());
            }
            return Optional.empty();
        }
        return Optional.of(Reply.problem(401, "a password is needed").with("WWW-Authenticate", BasicAuth.CHALLENGE));
    }

    private static Optional<String> header(Request request, HttpHeader name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }
}
