/** How a command ends: its tables, its JSON, its exit codes and its failures. */
@NullMarked
package io.tidemark.cli.output;

import org.jspecify.annotations.NullMarked;
