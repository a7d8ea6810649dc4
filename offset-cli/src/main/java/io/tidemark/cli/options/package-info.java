/** The options that commands share. */
@NullMarked
package io.tidemark.cli.options;

import org.jspecify.annotations.NullMarked;
