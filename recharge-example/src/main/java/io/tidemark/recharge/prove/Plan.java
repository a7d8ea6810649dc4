package io.tidemark.recharge.prove;

import java.util.List;

/**
 * Everything that a proof will do to the job, decided before it begins.
 *
 * @param lives the lives of the job, one after the other
 */
record Plan(List<Life> lives) {

    Plan {
        lives = List.copyOf(lives);
    }

    /** How many portions the log is cut into. */
    int portions() {
        return lives.stream().mapToInt(Life::portions).sum();
    }

    /** How many lives end with a kill. */
    long kills() {
        return lives.stream().filter(life -> life.end().isKill()).count();
    }
}
