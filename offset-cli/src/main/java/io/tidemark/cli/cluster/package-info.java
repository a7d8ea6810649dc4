/** Compares stored offsets with the logs of the cluster. */
@NullMarked
package io.tidemark.cli.cluster;

import org.jspecify.annotations.NullMarked;
