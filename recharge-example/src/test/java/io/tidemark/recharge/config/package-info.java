@NullMarked
package io.tidemark.recharge.config;

import org.jspecify.annotations.NullMarked;
