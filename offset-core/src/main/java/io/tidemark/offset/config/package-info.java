/** Opens stores by one URL or config block: {@link io.tidemark.offset.config.OffsetStores}. */
@NullMarked
package io.tidemark.offset.config;

import org.jspecify.annotations.NullMarked;
