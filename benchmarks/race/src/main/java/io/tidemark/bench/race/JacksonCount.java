package io.tidemark.bench.race;

import io.tidemark.bench.candidate.Cell;
import io.tidemark.bench.candidate.LogRecordReader;
import io.tidemark.bench.candidate.Totals;
import java.util.HashMap;
import java.util.Map;

/** Uses Jackson's streaming parser and a map of cells. */
final class JacksonCount implements BareCount {

    private final LogRecordReader reader = new LogRecordReader();
    private final Map<Long, Cell> cells = new HashMap<>();

    @Override
    public void add(byte[] record) {
        Cell cell = cells.computeIfAbsent(reader.read(record), any -> new Cell());
        cell.add(reader.amount(), reader.duration());
    }

    @Override
    public void addTo(Totals totals) {
        cells.forEach(totals::add);
    }
}
