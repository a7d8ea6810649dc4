package io.tidemark.servers.secured;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key of a server on this machine and the certificate that it signs itself, in all forms that servers and clients
 * take, made for one test.
 *
 * @param certificate in PEM
 * @param key in PEM, without a password
 * @param keyStore PKCS12, with the key
 * @param trustStore PKCS12, with the certificate only
 * @param password of both stores
 */
public record TestCertificate(Path certificate, Path key, Path keyStore, Path trustStore, String password) {

    private static final String PASSWORD = "correct-horse-of-the-keys";

    /**
     * Makes one, for {@code localhost} and 127.0.0.1.
     *
     * @param directory where its files go
     * @param name the beginning of their names
     */
    public static TestCertificate in(Path directory, String name) {
        TestCertificate made = new TestCertificate(
                directory.resolve(name + ".crt"),
                directory.resolve(name + ".key"),
                directory.resolve(name + ".p12"),
                directory.resolve(name + "-trust.p12"),
                PASSWORD);
        try {
            made.makeKey(name, directory.resolve(name + ".log"));
            made.write(name);
            return made;
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalStateException("Cannot make the certificate " + name + " in " + directory, failure);
        }
    }

    private void makeKey(String alias, Path log) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-validity",
                "2",
                "-dname",
                "CN=" + alias,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keystore",
                keyStore.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                password);
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool failed: see " + log);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IOException("the thread was interrupted", interruption);
        }
    }

    private void write(String alias) throws IOException, GeneralSecurityException {
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            made.load(in, password.toCharArray());
        }
        pem(certificate, "CERTIFICATE", made.getCertificate(alias).getEncoded());
        pem(key, "PRIVATE KEY", made.getKey(alias, password.toCharArray()).getEncoded());
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, password.toCharArray());
        trust.setCertificateEntry(alias, made.getCertificate(alias));
        try (OutputStream out = Files.newOutputStream(trustStore)) {
            trust.store(out, password.toCharArray());
        }
    }

    private static void pem(Path file, String kind, byte[] encoded) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
