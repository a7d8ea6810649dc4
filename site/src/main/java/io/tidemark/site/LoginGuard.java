package io.tidemark.site;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks passwords, and slows down guessing: after a few wrong passwords of one client address, its next attempts are
 * refused unchecked for a time that doubles up to a limit. No thread waits. A browser that was logged in before has a
 * cookie and is exempt, so guesses from the same address do not lock it out.
 */
final class LoginGuard {

    static final int FREE_ATTEMPTS = 5;
    static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    private static final int MOST_CLIENTS = 4096;
    private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(LoginGuard.class);

    private final Optional<Password> password;
    private final VisitorCookie cookie;
    private final LongSupplier nanos;
    private final LogThrottle warnings = new LogThrottle(Duration.ofSeconds(10));
    private final Map<Client, Attempts> failed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Client, Attempts> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    /** @param nanos a clock like {@link System#nanoTime} */
    LoginGuard(Optional<Password> password, VisitorCookie cookie, LongSupplier nanos) {
        this.password = password;
        this.cookie = cookie;
        this.nanos = nanos;
    }

    /** The result of a check. */
    sealed interface Verdict {

        /**
         * The password is right.
         *
         * @param known whether the browser has the cookie already
         */
        record Accepted(boolean known) implements Verdict {}

        /** There is no password, or it is wrong. */
        record Refused() implements Verdict {}

        /**
         * The password was not checked.
         *
         * @param delay how long further attempts are refused
         */
        record TooSoon(Duration delay) implements Verdict {}
    }

    private record Attempts(int count, long blockedUntil, long last) {}

    /** Checks the headers of a request. Without a password every request is accepted. */
    Verdict check(Client client, Optional<String> authorization, Optional<String> cookies) {
        if (password.isEmpty()) {
            return new Verdict.Accepted(true);
        }
        if (authorization.isEmpty()) {
            return new Verdict.Refused();
        }
        boolean known = cookies.filter(cookie::isIn).isPresent();
        boolean right = authorization
                .flatMap(BasicAuth::password)
                .filter(password.get()::matches)
                .isPresent();
        if (known && right) {
            return new Verdict.Accepted(true);
        }
        return attempt(client, right);
    }

    private synchronized Verdict attempt(Client client, boolean right) {
        long now = nanos.getAsLong();
        Attempts before = Optional.ofNullable(failed.get(client))
                .filter(attempts -> now - attempts.last < FORGIVEN_AFTER.toNanos())
                .orElse(new Attempts(0, now, now));
        if (before.blockedUntil - now > 0) {
            log(client);
            return new Verdict.TooSoon(Duration.ofNanos(before.blockedUntil - now));
        }
        if (right) {
            failed.remove(client);
            return new Verdict.Accepted(false);
        }
        int count = before.count + 1;
        long delay = count < FREE_ATTEMPTS
                ? 0
                : Math.min(
                        LONGEST_DELAY.toNanos(),
                        Duration.ofSeconds(1).toNanos() << Math.min(count - FREE_ATTEMPTS, 10));
        failed.put(client, new Attempts(count, now + delay, now));
        log(client);
        return new Verdict.Refused();
    }

    private void log(Client client) {
        warnings.due()
                .ifPresent(count -> LOG.warn(
                        "Refused {} logins with a wrong password or too soon after one, the last from {}; {} client"
                                + " addresses had wrong passwords lately",
                        count,
                        client.name(),
                        failed.size()));
    }
}
