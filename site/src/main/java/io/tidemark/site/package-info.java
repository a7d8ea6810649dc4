/**
 * The page of the recharge job and the small server behind it: {@link io.tidemark.site.SiteServer} is where to start.
 * It reads stored metrics, sends them to browsers as they change and knows nothing of Spark.
 */
@NullMarked
package io.tidemark.site;

import org.jspecify.annotations.NullMarked;
