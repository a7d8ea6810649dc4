@NullMarked
package io.tidemark.recharge.cli;

import org.jspecify.annotations.NullMarked;
