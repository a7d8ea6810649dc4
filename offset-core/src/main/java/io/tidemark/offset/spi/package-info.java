/**
 * For authors of stores: opening a store by its URL, encoding names, reading back unknown outcomes, and remedies for
 * messages. A module names its {@link io.tidemark.offset.spi.OffsetStoreProvider provider} in {@code
 * META-INF/services}.
 */
@NullMarked
package io.tidemark.offset.spi;

import org.jspecify.annotations.NullMarked;
