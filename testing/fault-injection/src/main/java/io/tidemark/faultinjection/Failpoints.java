package io.tidemark.faultinjection;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The failpoint of this process, if one is set. A thread that reaches it reports it to the test and blocks there, so
 * that the test can kill or freeze the process at this point. Thread-safe.
 */
final class Failpoints {

    private static volatile Optional<Failpoints> ofThisProcess = Optional.empty();

    private final Optional<Failpoint> set;
    private final ControlChannel channel;
    private final AtomicLong passages = new AtomicLong();

    private Failpoints(Optional<Failpoint> set, ControlChannel channel) {
        this.set = set;
        this.channel = channel;
    }

    /** Sets the failpoint of this process, or sets none. */
    static Failpoints set(Optional<Failpoint> failpoint, ControlChannel channel) {
        Failpoints failpoints = new Failpoints(failpoint, channel);
        ofThisProcess = Optional.of(failpoints);
        return failpoints;
    }

    /** The failpoints of this process, for tasks, which are serialized. */
    static Failpoints ofThisProcess() {
        return ofThisProcess.orElseThrow();
    }

    /** Called at each place. Returns at once unless the failpoint is at this place. */
    void pass(FailpointPlace point) {
        if (set.isEmpty() || set.get().point() != point) {
            return;
        }
        if (passages.incrementAndGet() == set.get().passage()) {
            channel.say(ControlChannel.HELD);
            channel.take();
        }
    }

    /** Reports to the test that a batch is committed. */
    void committed() {
        channel.say(ControlChannel.COMMITTED);
    }
}
