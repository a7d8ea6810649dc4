@NullMarked
package io.tidemark.cli.cluster;

import org.jspecify.annotations.NullMarked;
