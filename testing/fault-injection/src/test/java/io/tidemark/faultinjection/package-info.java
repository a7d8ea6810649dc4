@NullMarked
package io.tidemark.faultinjection;

import org.jspecify.annotations.NullMarked;
