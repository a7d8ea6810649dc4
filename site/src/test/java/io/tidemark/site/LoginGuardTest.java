package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.servers.logging.Warnings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginGuardTest {

    private static final Client GUESSER = new Client("192.0.2.1");

    private final AtomicLong nanos = new AtomicLong();
    private final VisitorCookie cookie = new VisitorCookie();
    private final LoginGuard guard = new LoginGuard(Optional.of(new Password("right")), cookie, nanos::get);

    @Test
    void aTenthOfASecondForEachGuessIsManyMoreThanAreChecked() {
        int checked = 0;
        for (int guess = 0; guess < 36_000; guess++) {
            nanos.addAndGet(Duration.ofMillis(100).toNanos());
            if (login(GUESSER, "wrong") instanceof LoginGuard.Verdict.Refused) {
                checked++;
            }
        }

        assertThat(checked).as("in an hour").isLessThan(140);
    }

    @Test
    void theDelayDoublesUpToItsLimitAndEnds() {
        fail(LoginGuard.FREE_ATTEMPTS);
        assertThat(login(GUESSER, "right")).isEqualTo(new LoginGuard.Verdict.TooSoon(Duration.ofSeconds(1)));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        fail(1);
        assertThat(login(GUESSER, "right")).isEqualTo(new LoginGuard.Verdict.TooSoon(Duration.ofSeconds(2)));
        for (int i = 0; i < 100; i++) {
            nanos.addAndGet(LoginGuard.LONGEST_DELAY.toNanos());
            fail(1);
        }
        assertThat(login(GUESSER, "right")).isEqualTo(new LoginGuard.Verdict.TooSoon(LoginGuard.LONGEST_DELAY));

        nanos.addAndGet(LoginGuard.LONGEST_DELAY.toNanos());
        assertThat(login(GUESSER, "right")).isEqualTo(new LoginGuard.Verdict.Accepted(false));
        fail(LoginGuard.FREE_ATTEMPTS - 1);
        assertThat(login(GUESSER, "right")).isEqualTo(new LoginGuard.Verdict.Accepted(false));
    }

    @Test
    void otherClientsAndBrowsersThatWereLoggedInAreNotConcerned() {
        fail(LoginGuard.FREE_ATTEMPTS);

        assertThat(login(new Client("192.0.2.2"), "right")).isEqualTo(new LoginGuard.Verdict.Accepted(false));
        String browser = "theme=dark; " + cookie.header().split(";", 2)[0];
        assertThat(guard.check(GUESSER, basic("right"), Optional.of(browser)))
                .isEqualTo(new LoginGuard.Verdict.Accepted(true));
        assertThat(guard.check(GUESSER, basic("wrong"), Optional.of(browser)))
                .isInstanceOf(LoginGuard.Verdict.TooSoon.class);
        assertThat(guard.check(GUESSER, basic("right"), Optional.of("tidemark-visitor=0")))
                .isInstanceOf(LoginGuard.Verdict.TooSoon.class);
    }

    @Test
    void manyGuessesAreOneWarningWithTheAddressAndWithoutThePassword() {
        try (Warnings warnings = new Warnings(LoginGuard.class)) {
            for (int guess = 0; guess < 488; guess++) {
                login(GUESSER, "secret guess");
            }

            assertThat(warnings.messages())
                    .singleElement()
                    .asString()
                    .startsWith("Refused 1 logins with a wrong password or too soon after one, the last from 192.0.2.1")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aRequestWithoutAPasswordIsNoGuess() {
        for (int i = 0; i < 100; i++) {
            assertThat(guard.check(GUESSER, Optional.empty(), Optional.empty()))
                    .isEqualTo(new LoginGuard.Verdict.Refused());
        }

        assertThat(login(GUESSER, "right")).isEqualTo(new LoginGuard.Verdict.Accepted(false));
    }

    @Test
    void manyClientsCostABoundedMemory() {
        fail(LoginGuard.FREE_ATTEMPTS);
        for (int i = 0; i < 5_000; i++) {
            assertThat(login(new Client("client " + i), "wrong")).isEqualTo(new LoginGuard.Verdict.Refused());
        }

        assertThat(login(GUESSER, "right")).as("forgotten").isEqualTo(new LoginGuard.Verdict.Accepted(false));
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(login(GUESSER, "wrong")).isEqualTo(new LoginGuard.Verdict.Refused());
        }
    }

    private LoginGuard.Verdict login(Client client, String password) {
        return guard.check(client, basic(password), Optional.empty());
    }

    private static Optional<String> basic(String password) {
        byte[] pair = ("anybody:" + password).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }
}
