/** What the cluster holds, compared with what is stored. */
@NullMarked
package io.tidemark.cli.cluster;

import org.jspecify.annotations.NullMarked;
