package io.tidemark.recharge.demo;

import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a demo is told.
 *
 * @param preset the preset of dictionary and regions
 * @param store where the offsets are kept
 * @param dataDirectory where everything is kept; empty for a temporary directory
 * @param batchInterval how often a batch is formed
 */
public record DemoOptions(String preset, StoreType store, Optional<Path> dataDirectory, Duration batchInterval) {}
