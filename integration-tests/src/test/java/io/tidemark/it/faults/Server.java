package io.tidemark.it.faults;

/** The servers that a job needs besides the one that holds its log. */
enum Server {
    MYSQL("MySQL, the store"),
    ZOOKEEPER("ZooKeeper, the store"),
    KAFKA("Kafka, the store"),
    REDIS("Redis, the sink");

    private final String words;

    Server(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    Victim start() {
        return switch (this) {
            case MYSQL -> new MySqlVictim();
            case ZOOKEEPER -> new ZooKeeperVictim();
            case KAFKA -> new KafkaVictim();
            case REDIS -> new RedisVictim();
        };
    }
}
