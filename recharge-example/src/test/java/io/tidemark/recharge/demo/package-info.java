@NullMarked
package io.tidemark.recharge.demo;

import org.jspecify.annotations.NullMarked;
