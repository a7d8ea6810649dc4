package io.tidemark.recharge.prove;

import io.tidemark.offset.LossReceipt;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.deadletter.Rejection;
import io.tidemark.recharge.report.RechargeReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** A job under proof, seen from outside. */
interface Subject {

    /** What runs in its processes. */
    Class<?> mainClass();

    /** Up to where it has counted; partitions that it knows nothing of are left out. */
    Map<TopicPartition, Long> counted(RechargeConfig config);

    /** Up to where its offsets are stored. */
    Map<TopicPartition, Long> stored(RechargeConfig config);

    /** What it has counted. */
    RechargeReport report(RechargeConfig config);

    /** Its dead letters, and how often each is there; empty for a job that writes none. */
    Optional<Map<Rejection, Long>> letters(RechargeConfig config);

    /** What it says that it has lost. */
    List<LossReceipt> receipts(RechargeConfig config);
}
