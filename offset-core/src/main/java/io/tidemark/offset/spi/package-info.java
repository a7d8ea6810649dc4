/**
 * For authors of stores: how a store is made from one URL. A module names its {@link
 * io.tidemark.offset.spi.OffsetStoreProvider provider} in {@code META-INF/services}.
 */
@NullMarked
package io.tidemark.offset.spi;

import org.jspecify.annotations.NullMarked;
