package io.tidemark.recharge.prove;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The trap of this process, if one is set: whoever passes there is held, and the proof is told, which kills or freezes
 * the process at that very place. Thread-safe.
 */
final class Traps {

    private static volatile Optional<Traps> ofThisProcess = Optional.empty();

    private final Optional<Trap> set;
    private final Wire wire;
    private final AtomicLong passages = new AtomicLong();

    private Traps(Optional<Trap> set, Wire wire) {
        this.set = set;
        this.wire = wire;
    }

    /** Sets the trap of this process, or says that there is none. */
    static Traps set(Optional<Trap> trap, Wire wire) {
        Traps traps = new Traps(trap, wire);
        ofThisProcess = Optional.of(traps);
        return traps;
    }

    /** The traps of this process: tasks, which travel as bytes, find them here. */
    static Traps ofThisProcess() {
        return ofThisProcess.orElseThrow();
    }

    /** Passes a place; returns at once unless the trap is there. */
    void pass(Point point) {
        if (set.isEmpty() || set.get().point() != point) {
            return;
        }
        if (passages.incrementAndGet() == set.get().passage()) {
            wire.say(Wire.TRAPPED);
            wire.take();
        }
    }

    /** Tells the proof that a batch is committed. */
    void committed() {
        wire.say(Wire.COMMITTED);
    }
}
