package io.tidemark.servers;

/** The images that containers are made of, by their standard names; each can be chosen with a system property. */
enum Image {
    MYSQL("tidemark.image.mysql", "mysql:9.7"),
    POSTGRESQL("tidemark.image.postgresql", "postgres:17"),
    ZOOKEEPER("tidemark.image.zookeeper", "zookeeper:3.9"),
    KAFKA("tidemark.image.kafka", "apache/kafka:4.1.1"),
    REDIS("tidemark.image.redis", "redis:7.0");

    private final String property;
    private final String standard;

    Image(String property, String standard) {
        this.property = property;
        this.standard = standard;
    }

    /** The one of this run. */
    String chosen() {
        return System.getProperty(property, standard);
    }
}
