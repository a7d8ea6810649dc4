package io.tidemark.bench.race;

import io.tidemark.bench.candidate.CountFields;
import io.tidemark.bench.candidate.Totals;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;

/** Uses the job's parser, and counts everything that the job counts. */
final class OwnCount implements BareCount {

    private final TagDictionary dictionary = TagDictionary.preset("guangdong");
    private final RecordParser parser = new RecordParser(dictionary);
    private final RechargeCounts counts = new RechargeCounts(dictionary.regions());

    @Override
    public void add(byte[] record) {
        counts.add(parser.parse(record));
    }

    @Override
    public void addTo(Totals totals) {
        CountFields.forEach(counts, (counter, number) -> CountFields.addTo(totals, counter, number));
    }
}
