package io.tidemark.faultinjection;

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
 * The process of a job under test: starts Spark in advance, waits for the command to run, runs the job, and reports how
 * it ended.
 */
final class JobHost {

    private static final Logger LOG = LoggerFactory.getLogger(JobHost.class);

    /** Two tasks at a time; a failed task is retried, as on a cluster. */
    private static final String MASTER = "local[2,4]";

    private JobHost() {}

    /** Runs the process. */
    static void run(JobLoop loop) {
        ControlChannel channel = ControlChannel.open(System.in, System.out);
        JavaSparkContext spark = SparkContexts.create("fault-injection", Optional.of(MASTER));
        channel.say(ControlChannel.WARM);
        String[] order = channel.take().split(" ", -1);
        Path file = Path.of(order[1]);
        Optional<Failpoint> failpoint = order.length < 4
                ? Optional.empty()
                : Optional.of(new Failpoint(FailpointPlace.valueOf(order[2]), Long.parseLong(order[3])));
        try {
            RechargeConfig config = ConfigFiles.read(Optional.of(file), Map.of(), Map.of());
            loop.run(config, spark, Failpoints.set(failpoint, channel), () -> channel.say(ControlChannel.STARTED));
            spark.close();
            System.exit(0);
        } catch (Exception | Error e) {
            LOG.error("The job has ended", e);
            channel.say(said(e));
            // the status of a driver whose main method has thrown
            System.exit(1);
        }
    }

    private static String said(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OffsetConflictException) {
                return ControlChannel.CONFLICT + firstLine(cause);
            }
        }
        return ControlChannel.FAILED + firstLine(failure);
    }

    private static String firstLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("");
    }
}
