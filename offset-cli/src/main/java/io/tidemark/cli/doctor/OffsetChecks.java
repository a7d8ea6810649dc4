package io.tidemark.cli.doctor;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.Verdict;
import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.output.PartitionOrder;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerification.Absent;
import io.tidemark.offset.verification.OffsetVerification.Resumable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Checks the stored offsets against the logs, as a job does at its start. */
final class OffsetChecks {

    private static final String OFFSETS = "offsets";
    private static final String LOSSES = "losses";
    private static final int SHOWN = 3;

    private final GroupId group;
    private final Findings findings;

    OffsetChecks(GroupId group, Findings findings) {
        this.group = group;
        this.findings = findings;
    }

    /**
     * Runs the checks.
     *
     * @return the number of offsets that the job has left to read; empty if it is unknown
     */
    OptionalLong run(Map<TopicPartition, StoredOffset> entries, Cluster cluster, Set<String> topics) {
        if (entries.isEmpty()) {
            findings.warning(
                    OFFSETS,
                    "nothing is stored for group " + group + " and these topics",
                    "If a job runs, it uses another group, topic or store, or has not finished its first batch. Compare"
                            + " its settings with --group, --topic and --store");
            return OptionalLong.empty();
        }
        try {
            Verdicts verdicts = Verdicts.of(entries, cluster.logs().logs(topics));
            return verdicts(verdicts);
        } catch (OffsetStoreException e) {
            findings.problem(OFFSETS, String.valueOf(e.getMessage()), "");
            return OptionalLong.empty();
        }
    }

    private OptionalLong verdicts(Verdicts verdicts) {
        List<String> wrong = new ArrayList<>();
        String remedy = "";
        long lag = 0;
        for (TopicPartition partition :
                PartitionOrder.sorted(verdicts.byPartition()).keySet()) {
            OffsetVerification verdict = verdicts.of(partition);
            if (verdict instanceof Absent absent) {
                // found later: the job reads it from its first record on
                lag += absent.bounds().end() - absent.bounds().start();
            } else if (verdict instanceof Resumable) {
                lag += Verdict.lag(verdict).orElse(0L);
            } else {
                wrong.add(partition + " " + Verdict.name(verdict) + ", " + verdict.describe());
                remedy = remedy.isEmpty() ? Verdict.remedy(verdict) : remedy;
            }
        }
        if (wrong.isEmpty()) {
            findings.ok(
                    OFFSETS,
                    verdicts.entries().size() + " stored offsets can be resumed; " + lag + " offsets are left to read");
            return OptionalLong.of(lag);
        }
        String more = wrong.size() > SHOWN ? "; and " + (wrong.size() - SHOWN) + " more" : "";
        findings.problem(
                OFFSETS,
                "the job cannot resume at " + wrong.size() + " of "
                        + verdicts.entries().size() + " stored offsets: "
                        + String.join("; ", wrong.subList(0, Math.min(SHOWN, wrong.size()))) + more,
                remedy);
        return OptionalLong.empty();
    }

    /** Reports what was lost before. */
    void losses(List<LossReceipt> receipts) {
        Optional<LossReceipt> newest = receipts.stream().reduce((earlier, later) -> later);
        newest.ifPresentOrElse(
                receipt -> findings.warning(
                        LOSSES,
                        receipts.size() + " loss receipts are stored; the newest is from " + receipt.time() + ", "
                                + receipt.partition() + ", " + receipt.reason(),
                        "tidemark receipts shows what was lost, and by which policy"),
                () -> findings.ok(LOSSES, "no loss is recorded for group " + group));
    }
}
