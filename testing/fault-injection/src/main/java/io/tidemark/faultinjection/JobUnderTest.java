package io.tidemark.faultinjection;

import io.tidemark.deadletter.Rejection;
import io.tidemark.offset.LossReceipt;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.report.RechargeReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** A job under test, observed from outside. */
interface JobUnderTest {

    /** The main class of its processes. */
    Class<?> mainClass();

    /** The positions up to which it has counted, without partitions that it does not know. */
    Map<TopicPartition, Long> counted(RechargeConfig config);

    /** The positions in its store. */
    Map<TopicPartition, Long> stored(RechargeConfig config);

    /** Its report. */
    RechargeReport report(RechargeConfig config);

    /** Its dead-letter records with the number of copies; empty for a job that writes none. */
    Optional<Map<Rejection, Long>> letters(RechargeConfig config);

    /** The receipts of lost records. */
    List<LossReceipt> receipts(RechargeConfig config);
}
