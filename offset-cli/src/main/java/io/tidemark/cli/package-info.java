/** The operator's tool: shows stored offsets, verifies them against the cluster, and moves them. */
@NullMarked
package io.tidemark.cli;

import org.jspecify.annotations.NullMarked;
