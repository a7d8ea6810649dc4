@NullMarked
package io.tidemark.offset.kafka.internal.client;

import org.jspecify.annotations.NullMarked;
