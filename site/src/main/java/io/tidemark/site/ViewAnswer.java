package io.tidemark.site;

/** What a reading has to say to a view. */
sealed interface ViewAnswer permits Snapshot, ViewAnswer.Unanswerable {

    /**
     * There are metrics, but none that answer this view.
     *
     * @param reason why
     */
    record Unanswerable(String reason) implements ViewAnswer {}
}
