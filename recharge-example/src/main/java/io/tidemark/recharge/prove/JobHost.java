package io.tidemark.recharge.prove;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.SparkContexts;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that runs a job for the proof: it starts Spark before it is needed, waits for its orders, runs, and says
 * how that ended.
 */
final class JobHost {

    private static final Logger LOG = LoggerFactory.getLogger(JobHost.class);

    /** Two tasks at a time, and a failed one is tried again, as on a cluster. */
    private static final String MASTER = "local[2,4]";

    private JobHost() {}

    /** Runs the process. */
    static void run(JobLoop loop) {
        Wire wire = Wire.open(System.in, System.out);
        JavaSparkContext spark = SparkContexts.create("recharge-proof", Optional.of(MASTER));
        wire.say(Wire.WARM);
        String[] order = wire.take().split(" ", -1);
        Path file = Path.of(order[1]);
        Optional<Trap> trap = order.length < 4
                ? Optional.empty()
                : Optional.of(new Trap(Point.valueOf(order[2]), Long.parseLong(order[3])));
        try {
            RechargeConfig config = ConfigFiles.read(Optional.of(file), Map.of(), Map.of());
            loop.run(config, spark, Traps.set(trap, wire), () -> wire.say(Wire.STARTED));
            spark.close();
            System.exit(0);
        } catch (Exception | Error e) {
            LOG.error("The job has ended", e);
            wire.say(said(e));
            // as a driver ends whose main method has thrown
            System.exit(1);
        }
    }

    private static String said(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OffsetConflictException) {
                return Wire.CONFLICT + firstLine(cause);
            }
        }
        return Wire.FAILED + firstLine(failure);
    }

    private static String firstLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("");
    }
}
