package io.tidemark.offset.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/**
 * The result of a run of a contract.
 *
 * @param passed the tests that passed
 * @param failed the tests that failed
 * @param skipped the tests that were not completed
 */
record ContractRun(Set<String> passed, Set<String> failed, Set<String> skipped) {

    static ContractRun of(Class<?> contract) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents();
        return new ContractRun(
                names(tests.succeeded().stream()),
                names(tests.failed().stream()),
                names(Stream.concat(tests.skipped().stream(), tests.aborted().stream())));
    }

    private static Set<String> names(Stream<Event> events) {
        Set<String> names = new TreeSet<>();
        events.forEach(
                event -> names.add(event.getTestDescriptor().getDisplayName().replace("()", "")));
        return names;
    }
}
