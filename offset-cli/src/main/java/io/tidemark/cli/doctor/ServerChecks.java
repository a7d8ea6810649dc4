package io.tidemark.cli.doctor;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.spi.DiagnosableStore;
import java.time.Clock;

/** Checks the server of a store or of a sink. */
final class ServerChecks {

    private final GroupId group;
    private final Clock clock;
    private final Findings findings;

    ServerChecks(GroupId group, Clock clock, Findings findings) {
        this.group = group;
        this.clock = clock;
        this.findings = findings;
    }

    /** Adds what the store reports about its server. */
    void run(String check, OpenOffsetStore opened) {
        if (!(opened.store() instanceof DiagnosableStore store)) {
            findings.skipped(check, opened + ": a store of this kind cannot examine its server");
            return;
        }
        try {
            store.diagnose(group, clock).forEach(diagnosis -> {
                Finding finding = Finding.of(check, diagnosis);
                findings.add(new Finding(check, finding.level(), opened + ": " + finding.text(), finding.remedy()));
            });
        } catch (OffsetStoreException e) {
            failed(check, e);
        }
    }

    /** Adds a failure whose message contains its remedy. */
    void failed(String check, RuntimeException failure) {
        findings.problem(check, String.valueOf(failure.getMessage()), "");
    }
}
