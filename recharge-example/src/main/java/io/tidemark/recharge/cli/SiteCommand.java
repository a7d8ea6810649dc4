package io.tidemark.recharge.cli;

import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.job.MetricsConnection;
import io.tidemark.recharge.job.PageSettings;
import io.tidemark.site.SiteServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code recharge site}. */
@Command(name = "site", mixinStandardHelpOptions = true, description = "The page alone, reading from a Redis.")
final class SiteCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--port", paramLabel = "P", description = "The port (default: site.port, 8080).")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "The address to listen on (default: site.host, 127.0.0.1); anything but a loopback address"
                    + " needs site.password.")
    private Optional<String> host = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> overrides = new HashMap<>();
        port.ifPresent(value -> overrides.put("site.port", value));
        host.ifPresent(value -> overrides.put("site.host", value));
        RechargeConfig config = options.read(overrides);
        // the page is served while Redis is away, too
        try (MetricsConnection metrics = MetricsConnection.lazily(config.redis());
                SiteServer site = SiteServer.start(PageSettings.of(config, metrics.reader()))) {
            System.out.println(site.uri());
            CountDownLatch untilTheProcessEnds = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(site::close));
            untilTheProcessEnds.await();
        }
        return 0;
    }
}
