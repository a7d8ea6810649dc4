/** The numbers of stored offsets for Prometheus. */
@NullMarked
package io.tidemark.cli.exporter;

import org.jspecify.annotations.NullMarked;
