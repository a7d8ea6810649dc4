@NullMarked
package io.tidemark.servers.junit;

import org.jspecify.annotations.NullMarked;
