package io.tidemark.offset.kafka;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One group's clients, used by one thread at a time. Any thread may close it: a call that is under way is ended, and
 * whichever of the two threads is the last to leave closes the clients.
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

    /**
     * The clients may only be closed by a thread that nobody else uses them beside; closing them twice does nothing.
     */
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
