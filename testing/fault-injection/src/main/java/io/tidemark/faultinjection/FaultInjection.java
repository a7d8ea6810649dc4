package io.tidemark.faultinjection;

import java.util.function.Consumer;

/** Tests jobs by fault injection. */
public final class FaultInjection {

    private FaultInjection() {}

    /**
     * Tests a job.
     *
     * @param progress receives each event, one line each
     * @return the result
     * @throws FaultInjectionException if the test cannot be run to its end
     * @throws InterruptedException if the thread is interrupted; everything started is ended
     */
    public static FaultInjectionResult run(FaultInjectionOptions options, Consumer<String> progress)
            throws InterruptedException {
        Assessment assessment = new FaultInjectionRun(options, subject(options.loop()), progress).run();
        return new FaultInjectionResult(assessment.holds(), Summary.of(assessment));
    }

    private static JobUnderTest subject(FaultInjectionOptions.Loop loop) {
        return switch (loop) {
            case TIDEMARK -> new TidemarkUnderTest(TidemarkJob.class);
            case TEXTBOOK -> new TextbookUnderTest();
        };
    }
}
