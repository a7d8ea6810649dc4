package io.tidemark.it;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles blocks of Java as they stand in a page. A block is statements, which become a method of a class that has
 * what {@link PageJob} or {@link ExampleJob} gives, or types, which stay what they are; imports may stand on top, a
 * line {@code ...} means anything.
 */
final class DocumentedCode {

    /** Where classes go; it is on the class path, so that Spark's executors find them, too. */
    static final Path CLASSES = Path.of("target", "documented-code").toAbsolutePath();

    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;[^\\n]*\\n?");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^(?:public )?(?:final |abstract |sealed )*(class|record|interface|enum) ");
    private static final List<String> KNOWN = List.of(
            "java.math.BigDecimal",
            "java.util.*",
            "java.util.regex.Pattern",
            "java.time.Duration",
            "java.time.Instant",
            "java.nio.file.*",
            "java.sql.Connection",
            "java.sql.PreparedStatement",
            "java.sql.ResultSet",
            "java.sql.Statement",
            "static java.nio.charset.StandardCharsets.UTF_8",
            "io.tidemark.deadletter.*",
            "io.tidemark.offset.*",
            "io.tidemark.offset.config.*",
            "io.tidemark.offset.memory.*",
            "io.tidemark.offset.start.*",
            "io.tidemark.offset.verification.*",
            "io.tidemark.offset.spi.*",
            "io.tidemark.offset.mysql.*",
            "io.tidemark.offset.jdbc.*",
            "io.tidemark.offset.jdbc.history.*",
            "io.tidemark.offset.postgresql.*",
            "io.tidemark.offset.zookeeper.*",
            "io.tidemark.offset.hbase.*",
            "io.tidemark.offset.kafka.*",
            "io.tidemark.offset.hdfs.*",
            "io.tidemark.metrics.*",
            "io.tidemark.metrics.redis.*",
            "io.tidemark.spark.*",
            // one by one: some names exist for both engines
            "io.tidemark.structured.ManagedQuery",
            "io.tidemark.structured.QueryOutput",
            "io.tidemark.structured.QuerySettings",
            "io.tidemark.structured.RegisteredStores",
            "io.tidemark.stream.*",
            "io.tidemark.stream.event.*",
            "io.tidemark.stream.keeping.*",
            "com.zaxxer.hikari.HikariDataSource",
            "org.I0Itec.zkclient.*",
            "org.I0Itec.zkclient.serialize.BytesPushThroughSerializer",
            "org.apache.kafka.clients.consumer.ConsumerRecord",
            "org.apache.kafka.clients.consumer.KafkaConsumer",
            "org.apache.kafka.common.TopicPartition",
            "org.apache.kafka.common.serialization.*",
            "org.apache.spark.sql.Dataset",
            "org.apache.spark.sql.Encoders",
            "org.apache.spark.sql.Row",
            "org.apache.spark.sql.SparkSession",
            "org.apache.spark.streaming.api.java.*",
            "org.apache.spark.streaming.kafka010.*");

    private DocumentedCode() {}

    /** Compiles a block, and returns the name of its class. */
    static String compile(MarkdownBlock block) {
        return compile(block, "");
    }

    /**
     * Compiles a block.
     *
     * @param last a statement that is to follow
     * @throws AssertionError if it does not compile, with the compiler's words
     */
    static String compile(MarkdownBlock block, String last) {
        String name = "Page_" + block.place().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        String imports =
                IMPORT.matcher(block.text()).results().map(one -> one.group()).collect(Collectors.joining());
        String body = IMPORT.matcher(block.text())
                .replaceAll("")
                .replaceFirst("^package .*;", "")
                .replaceAll("(?m)^\\s*\\.\\.\\.\\s*$", "");
        // a whole file, which readers copy, has imports of its own
        String known = block.text().startsWith("package ")
                ? ""
                : KNOWN.stream().map(one -> "import " + one + ";\n").collect(Collectors.joining());
        String source = "package io.tidemark.it;\n" + known + imports
                + (TYPE.matcher(body).find()
                        ? body.replaceAll("(?m)^public ", "") + "\n"
                        : "public final class " + name + " extends "
                                + variables(block)
                                + " {\n@Override public void run() throws Exception {\n" + body + "\n"
                                + last + "\n}\n}\n");
        StringWriter said = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-d", folder().toString(), "-proc:none", "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(new Source(name, source)))
                .call();
        if (!compiled) {
            throw new AssertionError("The code of " + block.place() + " does not compile:\n" + said + "\n" + source);
        }
        return "io.tidemark.it." + name;
    }

    private static String variables(MarkdownBlock block) {
        if (!block.isJavadoc()) {
            return "PageJob";
        }
        return block.page().toString().contains("/structured-streaming/") ? "ExampleQuery" : "ExampleJob";
    }

    private static Path folder() {
        try {
            return Files.createDirectories(CLASSES);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
