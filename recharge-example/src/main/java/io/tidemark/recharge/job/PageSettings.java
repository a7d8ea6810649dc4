package io.tidemark.recharge.job;

import io.tidemark.metrics.MetricReader;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.SiteConfig;
import io.tidemark.site.Password;
import io.tidemark.site.SiteSettings;

/** Makes the page's settings from a configuration. */
public final class PageSettings {

    private PageSettings() {}

    /**
     * The settings of {@code site} in the configuration.
     *
     * @param metrics the metrics of the configured job
     */
    public static SiteSettings of(RechargeConfig config, MetricReader metrics) {
        SiteConfig site = config.site();
        SiteSettings settings = SiteSettings.of(
                        metrics,
                        new GroupId(config.group()),
                        config.dictionary().regions())
                .withHost(site.host())
                .withPort(site.port())
                .withTick(site.tick())
                .withAges(site.lateAfter(), site.staleAfter())
                .withReadLimit(site.readLimit())
                .withHostNames(site.hostNames())
                .withTrustedProxies(site.trustedProxies())
                .withMaxStreams(site.maxStreams())
                .withMaxStreamsPerClient(site.maxStreamsPerClient());
        if (site.map().isPresent()) {
            settings = settings.withMap(site.map().get());
        }
        return site.password().isEmpty()
                ? settings
                : settings.withPassword(new Password(site.password().reveal()));
    }
}
