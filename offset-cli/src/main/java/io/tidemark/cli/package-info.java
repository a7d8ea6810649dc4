/** The operator's tool: looks at stored offsets, holds them against the cluster, and moves them. */
@NullMarked
package io.tidemark.cli;

import org.jspecify.annotations.NullMarked;
