package io.tidemark.spark.internal.executor;

import io.tidemark.deadletter.PoisonPolicy;
import io.tidemark.deadletter.PoisonRecords;
import io.tidemark.deadletter.RejectedRecords;
import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** The policy for poison records, and the records that one batch, or a part of one, has rejected. */
public final class BatchPoison implements Serializable {

    private static final long serialVersionUID = 1L;

    private final PoisonPolicy policy;
    private final RejectedRecords sentBefore;
    private final @Nullable RejectedAccumulator rejected;

    private BatchPoison(PoisonPolicy policy, RejectedRecords sentBefore, @Nullable RejectedAccumulator rejected) {
        this.policy = policy;
        this.sentBefore = sentBefore;
        this.rejected = rejected;
    }

    /** Fails on each such record. */
    public static BatchPoison failing() {
        return new BatchPoison(PoisonPolicy.fail(), new RejectedRecords(), null);
    }

    /**
     * Applies a policy.
     *
     * @param sentBefore records whose dead-letter records exist already
     * @param rejected registered with Spark; collects what is rejected
     */
    public static BatchPoison of(PoisonPolicy policy, RejectedRecords sentBefore, RejectedAccumulator rejected) {
        return new BatchPoison(policy, sentBefore, rejected);
    }

    /** On the driver: what the tasks that have ended have rejected. */
    public RejectedRecords rejected() {
        return rejected == null ? new RejectedRecords() : rejected.value();
    }

    /**
     * Converts items in a task. An item for which the conversion is empty is left out. Before the task ends, its
     * dead-letter records are acknowledged; otherwise the task fails.
     */
    <A, B> Iterator<B> convert(Iterator<A> items, Converter<A, B> converter) {
        PoisonRecords records = new PoisonRecords(policy, sentBefore);
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) context -> {
                try (records) {
                    if (!context.isFailed() && !context.isInterrupted()) {
                        // a task may end before its records do; it fails if this does, and then counts nothing
                        records.awaitAll();
                        if (rejected != null) {
                            rejected.add(records.rejected());
                        }
                    }
                }
            });
        }
        return new Converted<>(items, converter, records);
    }

    /** Converts an item, or rejects it. */
    @FunctionalInterface
    interface Converter<A, B> {

        Optional<B> convert(A item, PoisonRecords records);
    }

    private static final class Converted<A, B> implements Iterator<B> {

        private final Iterator<A> items;
        private final Converter<A, B> converter;
        private final PoisonRecords records;
        private @Nullable B next;
        private boolean ended;

        Converted(Iterator<A> items, Converter<A, B> converter, PoisonRecords records) {
            this.items = items;
            this.converter = converter;
            this.records = records;
        }

        @Override
        public boolean hasNext() {
            while (next == null && items.hasNext()) {
                next = converter.convert(items.next(), records).orElse(null);
            }
            if (next == null && !ended) {
                ended = true;
                // here, and not only when the task ends, because Spark keeps no cause of what fails there
                records.awaitAll();
            }
            return next != null;
        }

        @Override
        public B next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException("Cannot read on: the records are at their end");
            }
            B item = next;
            next = null;
            return item;
        }
    }
}
