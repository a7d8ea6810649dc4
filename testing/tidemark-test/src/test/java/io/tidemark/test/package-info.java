@NullMarked
package io.tidemark.test;

import org.jspecify.annotations.NullMarked;
