/** The demo: everything on one machine, from the log to the page. */
@NullMarked
package io.tidemark.recharge.demo;

import org.jspecify.annotations.NullMarked;
