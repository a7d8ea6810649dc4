/**
 * The page of the recharge job and its server. {@link io.tidemark.site.SiteServer} is the entry point. The server
 * reads stored metrics and sends changes to browsers. It does not depend on Spark.
 */
@NullMarked
package io.tidemark.site;

import org.jspecify.annotations.NullMarked;
