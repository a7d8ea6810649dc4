/** The commands of {@code bin/tidemark}. */
@NullMarked
package io.tidemark.cli.command;

import org.jspecify.annotations.NullMarked;
