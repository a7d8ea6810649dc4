package io.tidemark.recharge.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** The archive of classes, with this JVM. */
class ClassArchiveTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anArchiveOfTheListedClassesIsMadeOnceAndNothingElseRemains() throws Exception {
        Path list = folder.resolve("classes.1.list");
        // the JVM is still writing the last line
        Files.writeString(
                list, "java/lang/Object id: 0\norg/slf4j/Logger id: 1\n@lambda-pro", StandardOpenOption.CREATE);
        Path archive = folder.resolve("classes.jsa");
        String jar = Path.of(Logger.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        String classPath = jar + File.pathSeparator + folder;

        new ClassArchive(archive, list, classPath).make();

        assertThat(files()).containsExactly(archive);
        assertThat(java("-Xshare:on", "-XX:SharedArchiveFile=" + archive, "-cp", classPath, "-version"))
                .isZero();
    }

    @Test
    void withoutAUsableListThereIsNoArchive() throws Exception {
        Path list = folder.resolve("classes.1.list");
        Files.writeString(list, "java/lang/Object id: x\n");

        new ClassArchive(folder.resolve("classes.jsa"), list, "").make();

        assertThat(files()).isEmpty();
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private int java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
