package io.tidemark.recharge.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error where that is a terminal, and nothing elsewhere. */
final class Progress implements AutoCloseable {

    private static final int UPDATE_MS = 200;

    private final ProgressBar bar;
    private final boolean shown;

    private Progress(ProgressBar bar, boolean shown) {
        this.bar = bar;
        this.shown = shown;
    }

    /**
     * Begins to show progress.
     *
     * @param task what is done
     * @param most what counts as all of it
     * @param unit what is counted
     * @param size how many of what is counted make one unit
     */
    static Progress of(String task, long most, String unit, long size) {
        // the terminal that the shell wrapper has seen; a JVM cannot tell standard error's from standard output's
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

    /** Takes what nobody shall see. */
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
