package io.tidemark.site;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.ReportJson;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The responses that are computed from the metrics. Every parameter is validated before anything is read. */
final class Api {

    static final Set<String> DIMENSION_PARAMETERS = dimensionParameters();

    /** The form of a dimension's name in a dictionary. */
    private static final Pattern DIMENSION = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final SnapshotReader reader;
    private final Readings readings;
    private final RegionTable regions;
    private final Clock clock;
    private final LogThrottle warnings = new LogThrottle(Duration.ofSeconds(10));

    Api(SnapshotReader reader, Readings readings, SiteSettings settings) {
        this.reader = reader;
        this.readings = readings;
        this.regions = settings.regions();
        this.clock = settings.clock();
    }

    private static Set<String> dimensionParameters() {
        Set<String> all = new TreeSet<>(View.PARAMETERS);
        all.add("name");
        return Set.copyOf(all);
    }

    /** The numbers of a view, as one response. */
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
            throw new BadRequestException("'name' is not the name of a dimension, such as channel");
        }
        View view = View.of(parameters, regions);
        if (view.city().isPresent()) {
            throw new BadRequestException("a dimension has no 'city'");
        }
        return reading(() -> Reply.json(200, reader.dimension(name, view.period())));
    }

    private Reply reading(Supplier<Reply> answer) {
        try {
            return readings.read(() -> answerOrReason(answer));
        } catch (SourceSilentException e) {
            warn(e);
            return unavailable("the metrics cannot be read: " + e.getMessage());
        } catch (OffsetStoreException e) {
            warn(e);
            return unavailable("the metrics cannot be read");
        }
    }

    private Reply answerOrReason(Supplier<Reply> answer) {
        try {
            return answer.get();
        } catch (OffsetStoreException e) {
            reader.requireSource();
            return Reply.problem(422, String.valueOf(e.getMessage()));
        }
    }

    private void warn(RuntimeException e) {
        warnings.due()
                .ifPresent(
                        count -> LOG.warn("Cannot answer from the metrics ({} requests): {}", count, e.getMessage()));
    }

    private static Reply unavailable(String reason) {
        return Reply.problem(503, reason + "; try again later").with("Retry-After", "5");
    }
}
