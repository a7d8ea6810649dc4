/**
 * The events of a stream. A {@link io.tidemark.stream.event.StreamListener} receives them; each is an object that may
 * get more accessors in later versions.
 */
@NullMarked
package io.tidemark.stream.event;

import org.jspecify.annotations.NullMarked;
