@NullMarked
package io.tidemark.embedded.process;

import org.jspecify.annotations.NullMarked;
