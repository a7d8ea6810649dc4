package io.tidemark.faultinjection;

import io.tidemark.faultinjection.FaultInjectionOptions.Engines;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of {@link ProveIT} on the other stores and combinations. */
@Tag("release")
class EveryStoreProveIT {

    @ParameterizedTest
    @CsvSource({"HBASE, DSTREAMS, false", "ZOOKEEPER, STRUCTURED, false", "HDFS, ALTERNATING, false"})
    void theJobCountsEveryRecordOnceThroughKillsConflictsOutagesAndDeletions(
            StoreType store, Engines engine, boolean splitting) throws Exception {
        ProveIT.proves(store, engine, splitting);
    }

    @ParameterizedTest
    @CsvSource("KAFKA, DSTREAMS, true")
    @Tag("every-spark-line")
    void soDoesTheJobOfDStreamsOnEachLineOfSpark(StoreType store, Engines engine, boolean splitting) throws Exception {
        ProveIT.proves(store, engine, splitting);
    }
}
