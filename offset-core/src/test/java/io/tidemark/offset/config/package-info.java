@NullMarked
package io.tidemark.offset.config;

import org.jspecify.annotations.NullMarked;
