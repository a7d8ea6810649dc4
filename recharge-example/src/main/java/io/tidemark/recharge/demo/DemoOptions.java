package io.tidemark.recharge.demo;

import io.tidemark.recharge.config.RechargeConfig.Engine;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of a demo.
 *
 * @param preset the preset of dictionary and regions
 * @param engine the engine of the job
 * @param store the store of the offsets
 * @param dataDirectory the directory of all data; empty for a temporary directory
 * @param batchInterval the batch interval
 */
public record DemoOptions(
        String preset, Engine engine, StoreType store, Optional<Path> dataDirectory, Duration batchInterval) {}
