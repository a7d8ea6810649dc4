/** Servers with TLS and logins. */
@NullMarked
package io.tidemark.servers.secured;

import org.jspecify.annotations.NullMarked;
