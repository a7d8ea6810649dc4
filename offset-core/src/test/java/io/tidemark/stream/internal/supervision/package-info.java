@NullMarked
package io.tidemark.stream.internal.supervision;

import org.jspecify.annotations.NullMarked;
