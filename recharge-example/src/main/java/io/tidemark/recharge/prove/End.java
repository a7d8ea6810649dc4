package io.tidemark.recharge.prove;

import java.time.Duration;
import java.util.Optional;

/** How the life of a job ends. */
sealed interface End {

    /** Whether it is a kill. */
    default boolean isKill() {
        return false;
    }

    /** The trap that it needs. */
    default Optional<Trap> trap() {
        return Optional.empty();
    }

    /** With SIGKILL at a named point. */
    record KillAt(Trap set) implements End {

        @Override
        public boolean isKill() {
            return true;
        }

        @Override
        public Optional<Trap> trap() {
            return Optional.of(set);
        }

        @Override
        public String toString() {
            return "SIGKILL " + set;
        }
    }

    /** With SIGKILL some time after it was told to run, whatever it is doing then. */
    record KillAfterStart(Duration delay) implements End {

        @Override
        public boolean isKill() {
            return true;
        }

        @Override
        public String toString() {
            return "SIGKILL " + delay.toMillis() + " ms after its start";
        }
    }

    /** With SIGKILL some time after it has committed something. */
    record KillAfterCommit(Duration delay) implements End {

        @Override
        public boolean isKill() {
            return true;
        }

        @Override
        public String toString() {
            return "SIGKILL " + delay.toMillis() + " ms after a commit";
        }
    }

    /** Frozen with SIGSTOP at a named point, and thawed when the next one has taken over. */
    record FreezeAt(Trap set) implements End {

        @Override
        public Optional<Trap> trap() {
            return Optional.of(set);
        }

        @Override
        public String toString() {
            return "SIGSTOP " + set + "; SIGCONT when the next has taken over";
        }
    }

    /** The next one is started beside it; one of the two has to give way. */
    record Contest() implements End {

        @Override
        public String toString() {
            return "a second driver is started beside it";
        }
    }

    /** It reads the topic to its end and is then asked to stop. */
    record Finish() implements End {

        @Override
        public String toString() {
            return "reads to the end of the topic, then SIGTERM";
        }
    }
}
