package io.tidemark.faultinjection;

import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.servers.LocalServers;
import java.util.Random;

/**
 * The parts that a scenario works with.
 *
 * @param subject the job under test
 * @param config the configuration of the job
 * @param servers the servers of the job
 * @param topic the topic that it reads
 * @param feed writes into the topic
 * @param portion the number of records of a portion
 * @param incidents collects the results
 * @param random for values that the scenario does not fix
 */
record ScenarioContext(
        JobUnderTest subject,
        RechargeConfig config,
        LocalServers servers,
        LogTopic topic,
        LogFeed feed,
        long portion,
        Incidents incidents,
        Random random) {}
