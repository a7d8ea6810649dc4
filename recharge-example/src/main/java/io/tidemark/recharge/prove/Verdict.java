package io.tidemark.recharge.prove;

import io.tidemark.recharge.report.RechargeReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * How a proof came out.
 *
 * @param incidents what was done to the job
 * @param got what it counted
 * @param want what an independent reference implementation of the log counts, without what retention deleted unread
 * @param gaps what retention deleted unread
 * @param receipts what the job says that it lost
 * @param letters the dead letters; empty for a job that writes none
 * @param positions where counting and offsets ended
 */
record Verdict(
        List<Incident> incidents,
        RechargeReport got,
        RechargeReport want,
        List<Gap> gaps,
        List<Gap> receipts,
        Optional<LetterCheck> letters,
        Positions positions) {

    Verdict {
        incidents = List.copyOf(incidents);
        gaps = gaps.stream().sorted().toList();
        receipts = receipts.stream().sorted().toList();
    }

    /**
     * Where things ended.
     *
     * @param written up to where the log was written
     * @param counted up to where it was counted
     * @param stored up to where the store holds
     */
    record Positions(
            Map<TopicPartition, Long> written, Map<TopicPartition, Long> counted, Map<TopicPartition, Long> stored) {}

    /** Whether everything is as it should be. */
    boolean holds() {
        return problems().isEmpty();
    }

    /** All that is not as it should be. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        incidents.stream()
                .filter(incident -> !incident.asExpected())
                .forEach(incident -> problems.add(
                        "in life " + incident.life() + ", " + incident.what() + ": " + incident.outcome()));
        problems.addAll(Differences.between(got, want));
        List<Gap> unknown = new ArrayList<>(gaps);
        receipts.forEach(unknown::remove);
        unknown.forEach(gap -> problems.add("lost without a receipt: " + gap));
        List<Gap> invented = new ArrayList<>(receipts);
        gaps.forEach(invented::remove);
        invented.forEach(receipt -> problems.add("a receipt of what was not lost: " + receipt));
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

    /** How many orders at least are missing: those of minutes that have too few. */
    long missing() {
        return ordersBeyond(want, got);
    }

    /** How many orders at least were counted twice: those of minutes that have too many. */
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
