package io.tidemark.site;

/** The result of a reading for a view. */
sealed interface ViewAnswer permits Snapshot, ViewAnswer.Unanswerable {

    /**
     * There are metrics, but none for this view.
     *
     * @param reason the reason
     */
    record Unanswerable(String reason) implements ViewAnswer {}
}
