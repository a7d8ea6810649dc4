package io.tidemark.recharge.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "recharge "
                    + Optional.ofNullable(Recharge.class.getPackage().getImplementationVersion())
                            .orElse("(built from source)")
        };
    }
}
