package io.tidemark.recharge.cli;

import org.apache.spark.package$;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Accepts the line of the Spark that is on the class path, and no other. */
final class RunningSparkLine implements ITypeConverter<String> {

    @Override
    public String convert(String line) {
        String running = package$.MODULE$.SPARK_VERSION();
        if (!running.startsWith(line + ".")) {
            throw new TypeConversionException("'" + line + "' does not match Spark " + running
                    + ", which runs this command; only bin/recharge can select the line");
        }
        return line;
    }
}
