package io.tidemark.site;

import io.tidemark.site.JsonHandler.Route;
import java.util.function.Supplier;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.PathMappingsHandler;

/** Maps paths to handlers. Other paths are not found. */
final class Routes {

    /** The maximum number of concurrent requests to the metrics of one client. */
    private static final int MOST_READINGS_PER_CLIENT = 8;

    private final PathMappingsHandler paths = new PathMappingsHandler.NoContext();
    private final InFlight readings = new InFlight(MOST_READINGS_PER_CLIENT);

    /** @param health answers {@code /healthz} */
    Routes(Assets assets, Api api, Supplier<Reply> health, Handler events) {
        json("/*", request -> Reply.problem(404, "there is nothing here"));
        json(AccessHandler.LIVE, request -> Reply.json(200, "{\"status\":\"ok\"}\n"));
        json(AccessHandler.HEALTH, request -> health.get());
        json("/api/snapshot", reading(request -> api.snapshot(Parameters.of(request, View.PARAMETERS))));
        json("/api/report", reading(request -> api.report(Parameters.of(request, View.PARAMETERS))));
        json("/api/dimension", reading(request -> api.dimension(Parameters.of(request, Api.DIMENSION_PARAMETERS))));
        add("/api/events", events);
        assets.handlers().forEach(this::add);
    }

    Handler handler() {
        return paths;
    }

    private void json(String path, Route route) {
        add(path, new JsonHandler(route));
    }

    private void add(String path, Handler handler) {
        paths.addMapping(PathSpec.from(path), handler);
    }

    private Route reading(Route route) {
        return request -> {
            Client client = AccessHandler.clientOf(request);
            if (!readings.begin(client)) {
                return Reply.problem(429, "too many requests at a time; try again later")
                        .with("Retry-After", "1");
            }
            try {
                return route.answer(request);
            } finally {
                readings.end(client);
            }
        };
    }
}
