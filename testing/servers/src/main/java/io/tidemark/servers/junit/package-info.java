/** Conditions of tests that need one kind of servers. */
@NullMarked
package io.tidemark.servers.junit;

import org.jspecify.annotations.NullMarked;
