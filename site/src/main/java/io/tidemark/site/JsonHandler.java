package io.tidemark.site;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests with JSON. A failure of the route becomes a response, and never ends the server. */
final class JsonHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(JsonHandler.class);
    private static final LogThrottle ERRORS = new LogThrottle(Duration.ofSeconds(10));

    private final Route route;

    JsonHandler(Route route) {
        this.route = route;
    }

    /** Computes the response to a request. */
    interface Route {
        Reply answer(Request request);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        write(reply(request), response, callback);
        return true;
    }

    private Reply reply(Request request) {
        try {
            return route.answer(request);
        } catch (RuntimeException e) {
            return problem(request, e);
        }
    }

    /** The response to a request that failed. */
    static Reply problem(Request request, RuntimeException failure) {
        if (failure instanceof BadRequestException) {
            return Reply.problem(400, String.valueOf(failure.getMessage()));
        }
        if (failure instanceof HttpException malformed) {
            return Reply.problem(malformed.getCode(), String.valueOf(malformed.getReason()));
        }
        ERRORS.due()
                .ifPresent(count -> LOG.error(
                        "Cannot answer {} {} ({} such failures)",
                        request.getMethod(),
                        request.getHttpURI(),
                        count,
                        failure));
        return Reply.problem(500, "the server failed; its log has the reason");
    }

    /** Sends a response without blocking, however slowly the client reads. */
    static void write(Reply reply, Response response, Callback callback) {
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        reply.headers().forEach(response.getHeaders()::put);
        response.write(true, StandardCharsets.UTF_8.encode(reply.json()), callback);
    }
}
