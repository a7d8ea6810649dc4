package io.tidemark.site.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Deque's axe-core, run in a page: the rules of WCAG that a machine can check. */
final class Axe {

    private static final String SCRIPT = read("/axe.min.js");

    private Axe() {}

    /** What axe calls serious or critical, one sentence each: the rule, and the first places where it is broken. */
    static List<?> seriousFindings(Page page) {
        // a page function, not a script element: the page's own policy forbids scripts that it did not bring
        page.evaluate("source => { new Function(source)(); }", SCRIPT);
        return (List<?>) page.evaluate("""
                async () => {
                  const { violations, passes } = await axe.run(document);
                  if (passes.length < 10) return [`axe checked ${passes.length} rules only`];
                  return violations
                    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 4).map(({ target, any }) =>
                      `${target.join(' ')} (${any.map(({ message }) => message).join('; ')})`).join(', ')}`);
                }
                """);
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(Axe.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
