package io.tidemark.offset.kafka;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** One group's clients, used by one thread at a time. */
final class GroupSession implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final GroupReader reader;
    private final GroupWriter writer;

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
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        writer.close();
        reader.close();
    }
}
