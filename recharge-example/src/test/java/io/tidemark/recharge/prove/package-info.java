@NullMarked
package io.tidemark.recharge.prove;

import org.jspecify.annotations.NullMarked;
