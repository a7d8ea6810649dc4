@NullMarked
package io.tidemark.spark;

import org.jspecify.annotations.NullMarked;
