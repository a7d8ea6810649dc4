package io.tidemark.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "tidemark "
                    + Optional.ofNullable(Tidemark.class.getPackage().getImplementationVersion())
                            .orElse("(built from source)")
        };
    }
}
