/** Changes of offsets: how they are planned, shown, checked and carried out. */
@NullMarked
package io.tidemark.cli.plan;

import org.jspecify.annotations.NullMarked;
