@NullMarked
package io.tidemark.stream.keeping;

import org.jspecify.annotations.NullMarked;
