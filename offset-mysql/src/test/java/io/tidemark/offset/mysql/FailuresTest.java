package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.jdbc.internal.connection.Failures;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What a message says of the causes behind a driver's and a pool's words. */
class FailuresTest {

    private static final Failures FAILURES = new Failures(new MySqlErrors());

    @Test
    void theLastCauseIsNamedThroughAPoolAndADriver() {
        SQLException driver = new SQLNonTransientConnectionException(
                "Communications link failure\n\nThe last packet was never sent",
                "08S01",
                0,
                causedBy(new IOException("Communications link failure"), new ConnectException("Connection refused")));
        SQLException pool =
                new SQLTransientConnectionException("Connection is not available after 2000ms", "08S01", 0, driver);

        assertThat(FAILURES.notRead("load", "db", pool))
                .hasMessage("Cannot load in db: Connection is not available after 2000ms (Communications link failure:"
                        + " Connection refused) [SQL state 08S01, error 0]. Check that the server runs and can be"
                        + " reached; the same call may be made again");
    }

    @Test
    void aCertificateThatIsNotTrustedIsNamedAsSuch() {
        SQLException failure = new SQLNonTransientConnectionException(
                "Communications link failure",
                "08S01",
                0,
                causedBy(
                        new SSLHandshakeException("PKIX path validation failed"),
                        new CertificateException("Server identity verification failed")));

        assertThat(FAILURES.notApplied("commit", "db", failure))
                .hasMessage(
                        "Cannot commit in db: Communications link failure (PKIX path validation failed: Server identity"
                                + " verification failed) [SQL state 08S01, error 0]; nothing was stored. Check that the data"
                                + " source trusts the server's certificate, that this names the host and is valid today, and"
                                + " that both know a common version of TLS");
    }

    @Test
    void aServerThatDiesUnderTlsIsNoQuestionOfCertificates() {
        SQLException failure = new SQLNonTransientConnectionException(
                "Communications link failure",
                "08S01",
                0,
                causedBy(new SSLException("closing inbound"), new EOFException()));

        assertThat(FAILURES.notRead("load", "db", failure))
                .hasMessageContaining("(closing inbound: EOFException)")
                .hasMessageContaining("Check that the server runs and can be reached");
    }

    @Test
    void causesThatGoInACircleEnd() {
        IOException first = new IOException("first");
        IOException second = new IOException("second", first);
        first.initCause(second);

        assertThat(FAILURES.notRead("load", "db", new SQLException("broken", "HY000", 1, first)))
                .hasMessage("Cannot load in db: broken (first: second) [SQL state HY000, error 1]");
    }

    private static Exception causedBy(Exception outer, Exception inner) {
        outer.initCause(inner);
        return outer;
    }
}
