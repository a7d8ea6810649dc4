@NullMarked
package io.tidemark.embedded;

import org.jspecify.annotations.NullMarked;
