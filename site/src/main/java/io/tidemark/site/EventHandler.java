package io.tidemark.site;

import io.tidemark.recharge.region.RegionTable;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Opens event streams. */
final class EventHandler extends Handler.Abstract.NonBlocking {

    private final EventHub hub;
    private final RegionTable regions;

    EventHandler(EventHub hub, RegionTable regions) {
        this.hub = hub;
        this.regions = regions;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!request.getMethod().equals("GET")) {
            JsonHandler.write(Reply.problem(405, "only GET").with("Allow", "GET"), response, callback);
            return true;
        }
        View view;
        try {
            view = View.of(Parameters.of(request, View.PARAMETERS), regions);
        } catch (RuntimeException e) {
            JsonHandler.write(JsonHandler.problem(request, e), response, callback);
            return true;
        }
        if (!hub.open(AccessHandler.clientOf(request), view, () -> stream(response), callback)) {
            JsonHandler.write(
                    Reply.problem(503, "too many event streams are open; try again later")
                            .with("Retry-After", "10"),
                    response,
                    callback);
        }
        return true;
    }

    private static Response stream(Response response) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Accel-Buffering", "no");
        return response;
    }
}
