package io.tidemark.site;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.KeyStoreScanner;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Creates the server's connector: HTTP/1.1 and HTTP/2, with or without TLS. */
final class Connectors {

    /** A connection without progress is closed after this time, whether it waits for a request or for a reader. */
    private static final long IDLE_MILLIS = 30_000;

    private static final int BACKLOG = 1024;
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int KEY_STORE_SCAN_SECONDS = 60;

    private Connectors() {}

    static ServerConnector of(Server server, SiteSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MOST_HEADER_BYTES);
        ServerConnector connector =
                settings.tls().map(tls -> secure(server, http, tls)).orElseGet(() -> plain(server, http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(BACKLOG);
        return connector;
    }

    private static ServerConnector plain(Server server, HttpConfiguration http) {
        return new ServerConnector(server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    }

    private static ServerConnector secure(Server server, HttpConfiguration http, SiteSettings.Tls tls) {
        // HostCheck decides which names are served
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server certificates = new SslContextFactory.Server();
        certificates.setKeyStorePath(tls.keyStore().toString());
        certificates.setKeyStorePassword(tls.password().value());
        KeyStoreScanner scanner = new KeyStoreScanner(certificates);
        scanner.setScanInterval(KEY_STORE_SCAN_SECONDS);
        server.addBean(scanner);
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        ALPNServerConnectionFactory negotiation = new ALPNServerConnectionFactory();
        negotiation.setDefaultProtocol(http1.getProtocol());
        return new ServerConnector(
                server,
                new SslConnectionFactory(certificates, negotiation.getProtocol()),
                negotiation,
                new HTTP2ServerConnectionFactory(http),
                http1);
    }
}
