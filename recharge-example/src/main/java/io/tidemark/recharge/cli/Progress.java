package io.tidemark.recharge.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error if it is a terminal; otherwise nothing. */
final class Progress implements AutoCloseable {

    private static final int UPDATE_MS = 200;

    private final ProgressBar bar;
    private final boolean shown;

    private Progress(ProgressBar bar, boolean shown) {
        this.bar = bar;
        this.shown = shown;
    }

    /**
     * Starts a progress bar.
     *
     * @param task the name of the work
     * @param most the value at which the work is complete
     * @param unit the displayed unit
     * @param size how many counted items make one unit
     */
    static Progress of(String task, long most, String unit, long size) {
        // the shell wrapper has detected the terminal; a JVM cannot distinguish standard error from standard output
        boolean terminal = "1".equals(System.getenv("RECHARGE_STDERR_IS_TERMINAL"));
        ProgressBar bar = terminal
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(most)
                        .setUnit(unit, size)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(UPDATE_MS)
                        .build()
                : ProgressBar.builder()
                        .setInitialMax(most)
                        .setConsumer(new Nowhere())
                        .build();
        return new Progress(bar, terminal);
    }

    void reached(long amount) {
        if (shown) {
            bar.stepTo(amount);
        }
    }

    @Override
    public void close() {
        bar.close();
    }

    /** Discards the output. */
    private static final class Nowhere implements me.tongfei.progressbar.ProgressBarConsumer {

        @Override
        public int getMaxRenderedLength() {
            return 80;
        }

        @Override
        public void accept(String rendered) {}

        @Override
        public void close() {}
    }
}
