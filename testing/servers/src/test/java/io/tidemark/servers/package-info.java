@NullMarked
package io.tidemark.servers;

import org.jspecify.annotations.NullMarked;
