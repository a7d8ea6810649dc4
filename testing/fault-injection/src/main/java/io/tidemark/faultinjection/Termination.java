package io.tidemark.faultinjection;

import java.time.Duration;
import java.util.Optional;

/** How an attempt of the job ends. */
sealed interface Termination {

    /** Whether it is a kill. */
    default boolean isKill() {
        return false;
    }

    /** The failpoint that it needs. */
    default Optional<Failpoint> failpoint() {
        return Optional.empty();
    }

    /** With SIGKILL at a named point. */
    record KillAt(Failpoint set) implements Termination {

        @Override
        public boolean isKill() {
            return true;
        }

        @Override
        public Optional<Failpoint> failpoint() {
            return Optional.of(set);
        }

        @Override
        public String toString() {
            return "SIGKILL " + set;
        }
    }

    /** With SIGKILL some time after the start, at whatever point the job is then. */
    record KillAfterStart(Duration delay) implements Termination {

        @Override
        public boolean isKill() {
            return true;
        }

        @Override
        public String toString() {
            return "SIGKILL " + delay.toMillis() + " ms after its start";
        }
    }

    /** With SIGKILL some time after a commit. */
    record KillAfterCommit(Duration delay) implements Termination {

        @Override
        public boolean isKill() {
            return true;
        }

        @Override
        public String toString() {
            return "SIGKILL " + delay.toMillis() + " ms after a commit";
        }
    }

    /** Frozen with SIGSTOP at a named point, and resumed with SIGCONT when the next job has taken over. */
    record FreezeAt(Failpoint set) implements Termination {

        @Override
        public Optional<Failpoint> failpoint() {
            return Optional.of(set);
        }

        @Override
        public String toString() {
            return "SIGSTOP " + set + "; SIGCONT when the next job has taken over";
        }
    }

    /** The next job is started while this one runs; one of the two must stop with a conflict. */
    record Contest() implements Termination {

        @Override
        public String toString() {
            return "a second driver starts while it runs";
        }
    }

    /** The job reads the topic to its end, and is then stopped with SIGTERM. */
    record Finish() implements Termination {

        @Override
        public String toString() {
            return "reads to the end of the topic, then SIGTERM";
        }
    }
}
