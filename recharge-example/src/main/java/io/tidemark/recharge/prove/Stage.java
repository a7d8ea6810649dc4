package io.tidemark.recharge.prove;

import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.servers.LocalServers;
import java.util.Random;

/**
 * What a proof plays on.
 *
 * @param subject the job under proof
 * @param config how it is reached
 * @param servers what it runs on
 * @param topic what it reads
 * @param feed writes into the topic
 * @param portion how many records are written at a time
 * @param incidents notes what happens
 * @param random decides what the plan leaves open
 */
record Stage(
        Subject subject,
        RechargeConfig config,
        LocalServers servers,
        ProofTopic topic,
        LogFeed feed,
        long portion,
        Incidents incidents,
        Random random) {}
