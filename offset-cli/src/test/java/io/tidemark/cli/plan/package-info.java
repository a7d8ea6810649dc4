@NullMarked
package io.tidemark.cli.plan;

import org.jspecify.annotations.NullMarked;
