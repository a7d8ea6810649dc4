package io.tidemark.recharge.prove;

import java.util.function.Consumer;

/** Puts jobs to the proof. */
public final class Proofs {

    private Proofs() {}

    /**
     * Puts a job to the proof.
     *
     * @param progress is told what happens, line by line
     * @return how it came out
     * @throws ProofException if it cannot be carried to its end
     * @throws InterruptedException if the thread is interrupted; everything started is ended
     */
    public static ProofResult run(ProofOptions options, Consumer<String> progress) throws InterruptedException {
        Verdict verdict = new Proof(options, subject(options.loop()), progress).run();
        return new ProofResult(verdict.holds(), Summary.of(verdict));
    }

    private static Subject subject(ProofOptions.Loop loop) {
        return switch (loop) {
            case TIDEMARK -> new TidemarkSubject(TidemarkJob.class);
            case TEXTBOOK -> new TextbookSubject();
        };
    }
}
