@NullMarked
package io.tidemark.cli.exporter;

import org.jspecify.annotations.NullMarked;
