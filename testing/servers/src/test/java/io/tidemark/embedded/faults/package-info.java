@NullMarked
package io.tidemark.embedded.faults;

import org.jspecify.annotations.NullMarked;
