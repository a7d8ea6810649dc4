package io.tidemark.site;

import com.sun.net.httpserver.HttpExchange;
import io.tidemark.site.region.RegionTable;
import io.tidemark.site.report.ReportJson;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answers that come from the metrics. */
final class Api {

    /** Single readings at a time: however many ask, the metrics' server sees no more. */
    private static final int READINGS = 4;

    /** As a dictionary names its dimensions. */
    private static final Pattern DIMENSION = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final SnapshotReader reader;
    private final EventHub hub;
    private final RegionTable regions;
    private final Clock clock;
    private final Semaphore readings = new Semaphore(READINGS);

    Api(SnapshotReader reader, EventHub hub, SiteSettings settings) {
        this.reader = reader;
        this.hub = hub;
        this.regions = settings.regions();
        this.clock = settings.clock();
    }

    /** The numbers of a view, once. */
    Reply snapshot(Map<String, String> parameters) {
        View view = View.of(parameters, regions);
        return reading(() -> {
            ViewAnswer answer =
                    Optional.ofNullable(reader.read(List.of(view)).get(view)).orElseThrow();
            return answer instanceof Snapshot snapshot
                    ? Reply.json(200, snapshot.json(clock.instant()))
                    : Reply.problem(422, ((ViewAnswer.Unanswerable) answer).reason());
        });
    }

    /** The report of a period, as the command line writes it. */
    Reply report(Map<String, String> parameters) {
        View view = View.of(parameters, regions);
        if (view.city().isPresent()) {
            throw new BadRequestException("a report has no 'city'");
        }
        return reading(() -> Reply.json(200, ReportJson.write(reader.report(view.period()))));
    }

    /** The orders of a period by a dimension. */
    Reply dimension(Map<String, String> parameters) {
        String name = Optional.ofNullable(parameters.get("name")).orElse("");
        if (!DIMENSION.matcher(name).matches()) {
            throw new BadRequestException("'name' is no dimension, such as channel");
        }
        View view = View.of(parameters, regions);
        if (view.city().isPresent()) {
            throw new BadRequestException("a dimension has no 'city'");
        }
        return reading(() -> Reply.json(200, reader.dimension(name, view.period())));
    }

    /** The numbers of a view, again and again. */
    Optional<Reply> events(Map<String, String> parameters, HttpExchange exchange) throws IOException {
        View view = View.of(parameters, regions);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/event-stream; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Accel-Buffering", "no");
        return hub.open(view, exchange)
                ? Optional.empty()
                : Optional.of(
                        Reply.problem(503, "too many watch; try again later").with("Retry-After", "10"));
    }

    /** Whether the server works; the metrics' server may be away all the same. */
    Reply health() {
        return Reply.json(
                200,
                "{\"status\":\"ok\",\"source\":\"" + (hub.isAway() ? "away" : "ok") + "\",\"clients\":" + hub.clients()
                        + "}\n");
    }

    private Reply reading(Supplier<Reply> answer) {
        boolean permitted = false;
        try {
            permitted = readings.tryAcquire(1, TimeUnit.SECONDS);
            return permitted ? answer.get() : unavailable("too many readings at a time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unavailable("the server stops");
        } catch (RuntimeException e) {
            LOG.warn("Cannot answer from the metrics: {}", e.getMessage());
            return unavailable("the metrics cannot be read");
        } finally {
            if (permitted) {
                readings.release();
            }
        }
    }

    private static Reply unavailable(String reason) {
        return Reply.problem(503, reason + "; try again later").with("Retry-After", "5");
    }
}
