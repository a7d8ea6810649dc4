package io.tidemark.embedded.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells the threads of a proxy when a message may go on. */
final class ProxyGate {

    /** What becomes of connections. */
    enum Passage {
        OPEN,
        HELD,
        REFUSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Passage passage = Passage.OPEN;
    private Duration requestDelay = Duration.ZERO;
    private Duration answerDelay = Duration.ZERO;

    void set(Passage value) {
        lock.lock();
        try {
            passage = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void delay(Duration requests, Duration answers) {
        lock.lock();
        try {
            requestDelay = requests;
            answerDelay = answers;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while connections are held; false where they are refused. */
    boolean awaitOpen() {
        lock.lock();
        try {
            while (passage == Passage.HELD) {
                changed.awaitUninterruptibly();
            }
            return passage == Passage.OPEN;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for as long as a message takes; false where connections are refused. */
    boolean awaitTurn(ProxiedMessage.Direction point) {
        lock.lock();
        try {
            long began = System.nanoTime();
            long left = delay(point).toNanos();
            while (left > 0 && passage != Passage.REFUSED) {
                var unused = changed.await(left, TimeUnit.NANOSECONDS);
                left = delay(point).toNanos() - (System.nanoTime() - began);
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
        return awaitOpen();
    }

    private Duration delay(ProxiedMessage.Direction point) {
        return point == ProxiedMessage.Direction.REQUEST ? requestDelay : answerDelay;
    }
}
