package io.tidemark.servers.secured;

import io.tidemark.embedded.process.Port;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestRedis;

/** A Redis that is also reached over TLS, on a port of its own. Without TLS, operators do there what they like. */
public final class SecuredRedis implements AutoCloseable {

    private final Port tls = Port.free();
    private final TestRedis server;

    /** Starts one that shows a certificate, and asks its clients for none. */
    public SecuredRedis(TestCertificate certificate) {
        this.server = TestRedis.start(ServerSetup.standard()
                .port(tls.number())
                .setting("tls-port", Integer.toString(tls.number()))
                .setting("tls-auth-clients", "no")
                .file("tls-cert-file", certificate.certificate())
                .file("tls-key-file", certificate.key())
                .file("tls-ca-cert-file", certificate.certificate()));
    }

    /** The server, without TLS. */
    public TestRedis server() {
        return server;
    }

    /** Where it is reached over TLS. */
    public int tlsPort() {
        return tls.number();
    }

    @Override
    public void close() {
        server.close();
        tls.close();
    }
}
