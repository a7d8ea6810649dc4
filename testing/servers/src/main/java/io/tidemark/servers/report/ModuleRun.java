package io.tidemark.servers.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the tests' own reports say of one module.
 *
 * @param name the module's folder
 * @param unit how many tests without servers ran
 * @param integration how many tests with servers ran
 * @param failed how many of both failed
 * @param skipped what was left out: test and reason
 */
record ModuleRun(String name, int unit, int integration, int failed, Set<String> skipped) {

    /** What was written since the build began. */
    static ModuleRun of(Path root, Path module, Instant since) throws IOException {
        Tally unit = new Tally();
        Tally integration = new Tally();
        for (Path report : reports(module.resolve("target"), since)) {
            (report.toString().contains("failsafe-reports") ? integration : unit).add(report);
        }
        Set<String> skipped = new TreeSet<>(unit.skipped);
        skipped.addAll(integration.skipped);
        return new ModuleRun(
                root.relativize(module).toString(),
                unit.ran,
                integration.ran,
                unit.failed + integration.failed,
                skipped);
    }

    boolean isEmpty() {
        return unit == 0 && integration == 0 && skipped.isEmpty();
    }

    private static List<Path> reports(Path target, Instant since) throws IOException {
        if (Files.notExists(target)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(target, 2)) {
            return files.filter(file -> file.toString().matches(".*/(surefire|failsafe)-reports[^/]*/TEST-[^/]*\\.xml"))
                    .filter(file -> !file.toFile().isDirectory()
                            && Instant.ofEpochMilli(file.toFile().lastModified())
                                    .isAfter(since))
                    .toList();
        }
    }

    private static final class Tally {

        private final Set<String> skipped = new TreeSet<>();
        private int ran;
        private int failed;

        void add(Path report) throws IOException {
            Element suite = parsed(report);
            int left = number(suite, "skipped");
            ran += number(suite, "tests") - left;
            failed += number(suite, "failures") + number(suite, "errors");
            NodeList reasons = suite.getElementsByTagName("skipped");
            for (int i = 0; i < reasons.getLength(); i++) {
                Element reason = (Element) reasons.item(i);
                Element test = (Element) reason.getParentNode();
                String type = test.getAttribute("classname");
                String method = test.getAttribute("name");
                skipped.add(type.substring(type.lastIndexOf('.') + 1)
                        + (method.isEmpty() || method.equals(type) ? "" : "." + method) + ": "
                        + reason.getAttribute("message"));
            }
        }

        private static int number(Element suite, String attribute) {
            return Integer.parseInt(suite.getAttribute(attribute));
        }

        private static Element parsed(Path report) throws IOException {
            try {
                return DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(report.toFile())
                        .getDocumentElement();
            } catch (ParserConfigurationException | SAXException failure) {
                throw new IOException("Cannot read " + report, failure);
            }
        }
    }
}
