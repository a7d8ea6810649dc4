package io.tidemark.site.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's own Chromium, driven by the machine's own node: nothing is downloaded. */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // its list of suggestions is a page of its own, which takes a fifth of the processor time of each visit
            "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup");

    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        node().orElseThrow().toString())));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable().orElseThrow())
                        .setArgs(FLAGS));
    }

    Browser browser() {
        return browser;
    }

    /** What has to be installed, if anything. */
    static Optional<String> missing() {
        if (executable().isEmpty()) {
            return Optional.of("there is no Chromium; install the package chromium, or set CHROMIUM to its path");
        }
        if (node().isEmpty()) {
            return Optional.of("there is no node, which drives the browser; install the package nodejs");
        }
        return Optional.empty();
    }

    private static Optional<Path> executable() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv("CHROMIUM")).map(Path::of),
                        NAMES.stream().flatMap(Chromium::onPath))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> node() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv("PLAYWRIGHT_NODEJS_PATH"))
                                .map(Path::of),
                        onPath("node"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> onPath(String name) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
