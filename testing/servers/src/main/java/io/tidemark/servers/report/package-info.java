/** What ran on which servers. */
@NullMarked
package io.tidemark.servers.report;

import org.jspecify.annotations.NullMarked;
