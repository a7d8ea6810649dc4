@NullMarked
package io.tidemark.stream.internal;

import org.jspecify.annotations.NullMarked;
