package io.tidemark.faultinjection;

import io.tidemark.recharge.report.RechargeReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The result of a test, in parts.
 *
 * @param incidents the injected faults
 * @param got the report of the job
 * @param want the report of the reference implementation, without the records that were deleted unread
 * @param deleted the records that were deleted unread
 * @param receipts the records that the job reports as lost
 * @param letters the dead-letter records; empty for a job that writes none
 * @param positions the final positions
 */
record Assessment(
        List<Incident> incidents,
        RechargeReport got,
        RechargeReport want,
        List<DeletedRange> deleted,
        List<DeletedRange> receipts,
        Optional<DeadLetterCheck> letters,
        Positions positions) {

    Assessment {
        incidents = List.copyOf(incidents);
        deleted = deleted.stream().sorted().toList();
        receipts = receipts.stream().sorted().toList();
    }

    /**
     * The final positions.
     *
     * @param written the end of the log
     * @param counted the positions of the sink
     * @param stored the positions of the store
     */
    record Positions(
            Map<TopicPartition, Long> written, Map<TopicPartition, Long> counted, Map<TopicPartition, Long> stored) {}

    /** Whether there is no problem. */
    boolean holds() {
        return problems().isEmpty();
    }

    /** All problems. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        incidents.stream()
                .filter(incident -> !incident.asExpected())
                .forEach(incident -> problems.add(
                        "in attempt " + incident.attempt() + ", " + incident.what() + ": " + incident.outcome()));
        problems.addAll(ReportDifferences.between(got, want));
        List<DeletedRange> unknown = new ArrayList<>(deleted);
        receipts.forEach(unknown::remove);
        unknown.forEach(range -> problems.add("lost without a receipt: " + range));
        List<DeletedRange> invented = new ArrayList<>(receipts);
        deleted.forEach(invented::remove);
        invented.forEach(receipt -> problems.add("a receipt of records that were not lost: " + receipt));
        letters.ifPresent(check -> problems.addAll(check.problems()));
        for (String difference : differences("counted", positions.counted())) {
            problems.add(difference);
        }
        for (String difference : differences("stored", positions.stored())) {
            problems.add(difference);
        }
        return problems;
    }

    private List<String> differences(String what, Map<TopicPartition, Long> reached) {
        List<String> differences = new ArrayList<>();
        positions.written().forEach((partition, end) -> {
            long at = reached.getOrDefault(partition, 0L);
            if (at != end) {
                differences.add(partition + " is " + what + " up to " + at + " of " + end);
            }
        });
        return differences;
    }

    /** The number of missing orders, at least: from minutes that have too few. */
    long missing() {
        return ordersBeyond(want, got);
    }

    /** The number of orders that were counted twice, at least: from minutes that have too many. */
    long doubled() {
        return ordersBeyond(got, want);
    }

    private static long ordersBeyond(RechargeReport more, RechargeReport less) {
        Map<Instant, Long> orders = new TreeMap<>();
        less.minutes().forEach(minute -> orders.put(minute.minute(), minute.orders()));
        return more.minutes().stream()
                .mapToLong(minute -> Math.max(0, minute.orders() - orders.getOrDefault(minute.minute(), 0L)))
                .sum();
    }
}
