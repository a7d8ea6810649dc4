@NullMarked
package io.tidemark.structured;

import org.jspecify.annotations.NullMarked;
