/**
 * What the streams of all engines have in common for the author of a job: which topics to read, when to restart, what
 * to do with an empty sink, and the events of a stream. Nothing here depends on an engine.
 */
@NullMarked
package io.tidemark.stream;

import org.jspecify.annotations.NullMarked;
