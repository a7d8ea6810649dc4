/**
 * Types for authors of jobs that the streams of all engines share: which topics to read, when to restart, what
 * to do with an empty sink, and the events of a stream. Nothing here depends on an engine.
 */
@NullMarked
package io.tidemark.stream;

import org.jspecify.annotations.NullMarked;
