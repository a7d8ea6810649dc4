package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.WriterName;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryMetricSinkContractTest extends MetricSinkContract {

    @TempDir
    private Path directory;

    @Override
    protected MetricSink openSink(WriterName writer) {
        return new DirectoryMetricSink(directory, writer);
    }

    @Override
    protected MetricReader openReader() {
        return new DirectoryMetricSink(directory, WriterName.ofThisProcess());
    }
}
