package io.tidemark.servers.junit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets conditions of Awaitility that name no limit wait for as many seconds as the property says. Its default of ten is
 * too short for servers on a busy machine, and a longer wait costs nothing unless the test fails anyway. Without the
 * property it does nothing.
 */
public final class LongerAwaits implements LauncherSessionListener {

    private static final String PROPERTY = "tidemark.await.seconds";

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Long seconds = Long.getLong(PROPERTY);
        if (seconds != null) {
            try {
                Awaitility.setDefaultTimeout(Duration.ofSeconds(seconds));
            } catch (NoClassDefFoundError e) {
                // this module's tests do not use it
            }
        }
    }
}
