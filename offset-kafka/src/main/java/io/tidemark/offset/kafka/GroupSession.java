package io.tidemark.offset.kafka;

import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.journal.Plan;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The clients of one group, used by one thread at a time. Any thread may close the session: a call in progress is
 * cancelled, and the last thread that leaves closes the clients.
 */
final class GroupSession implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final GroupReader reader;
    private final GroupWriter writer;
    private volatile boolean closed;

    GroupSession(GroupReader reader, GroupWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    GroupReader reader() {
        return reader;
    }

    void write(Plan plan, Deadline deadline) {
        writer.write(plan, reader, deadline);
    }

    <T> T alone(Deadline deadline, Supplier<T> work) {
        try {
            if (!lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException("another thread uses the group for longer than "
                        + deadline.limit().toMillis() + " ms");
            }
        } catch (InterruptedException interrupt) {
            throw new InterruptException(interrupt);
        }
        try {
            if (closed) {
                throw new KafkaException("the store was closed during the call");
            }
            return work.get();
        } finally {
            lock.unlock();
            if (closed) {
                closeIfUnused();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        writer.abort();
        reader.abort();
        closeIfUnused();
    }

    /** Closes the clients. Only one thread at a time may do so; closing them twice has no effect. */
    private void closeIfUnused() {
        if (lock.tryLock()) {
            try {
                writer.close();
                reader.close();
            } finally {
                lock.unlock();
            }
        }
    }
}
