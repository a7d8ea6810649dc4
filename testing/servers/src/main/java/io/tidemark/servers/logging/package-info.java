/** What tests read from the log. Needs Log4j on the class path. */
@NullMarked
package io.tidemark.servers.logging;

import org.jspecify.annotations.NullMarked;
