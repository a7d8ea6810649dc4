package io.tidemark.recharge.demo;

import io.tidemark.metrics.Period;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.load.LogLoader;
import io.tidemark.site.report.RechargeReport;
import io.tidemark.site.report.ReportReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The demo on a log file: loads it, waits until every record of it is absorbed, and reports. */
public final class FileDemo {

    private static final Duration LOOK = Duration.ofMillis(200);

    private FileDemo() {}
}
