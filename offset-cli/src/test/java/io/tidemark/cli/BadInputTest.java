package io.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.output.ExitCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is said in one sentence, with what to do, and exit code 2. */
class BadInputTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "show --group g --topic t | Cannot find the store: give --store URL",
                "show --store nowhere --group g --topic t | Cannot open an offset store",
                "show --store ftp://h/x --group g --topic t | Cannot open an offset store of scheme 'ftp'",
                "rewind --store memory: --group g --to-earliest | Cannot tell which topics: give either --topic",
                "groups --store memory: --matching ( | Cannot read --matching '('",
                "show --store memory: --group g --topic t --all-topics | Cannot tell which topics: give either --topic",
                "lag --store memory: --group g --all-topics | Cannot ask the cluster: give --bootstrap-server",
                "show --store memory: --group g --topic t:x | Cannot read --topic 't:x'",
                "show --store memory: --topic t | Missing required option: '--group=GROUP'",
                "show --store memory:?layuot=own --group g --topic t | there is no setting 'layuot'",
                "show --store memory: --group g --topic t --jsn | Unknown option: '--jsn'",
                "show --store-config no.file --group g --topic t | Cannot read --store-config no.file: there is no such",
                "lag --store memory: --group g --topic t | Cannot ask the cluster",
                "lag --store memory: --group g --topic t --max-lag x | Invalid value for option '--max-lag'",
                "lag --store memory: --group g --topic t --bootstrap-server h | Invalid url in bootstrap.servers: h",
                "lag --store memory: --group g --topic t --bootstrap-server h:1 --timeout 0 | Cannot wait --timeout 0",
                "verify --store memory: --group g --topic t --command-config no.file | Cannot read --command-config",
                "rewind --store memory: --group g --topic t | Missing required argument",
                "rewind --store memory: --group g --topic t --to-earliest --to-latest | mutually exclusive",
                "rewind --store memory: --group g --topic t --shift-by much | Invalid value for option '--shift-by'",
                "rewind --store memory: --group g --topic t --to-datetime noon | 'noon' is not a moment such as",
                "rewind --store memory: --group g --topic t --to-earliest --dry-run --execute | Cannot both --dry-run",
                "rewind --store memory: --group g --topic t --to-earliest --quiet-for 5 | '5' is not a duration",
                "skip --store memory: --group g --topic t | Missing required argument",
                "skip --store memory: --group g --topic t --by 0 | Cannot skip --by 0",
                "skip --store memory: --group g --topic t --unresumable middle | Invalid value for option",
                "copy --from memory: --group g --topic t | Cannot find the store: give --to URL",
                "copy --to memory: --group g --topic t | Cannot find the store: give --from URL",
                "copy --from memory: --to memory: --group g --topic t:0 | Cannot do this for single partitions",
                "history --store memory: --group g | only stores in MySQL and PostgreSQL keep one",
                "history --store memory: --group g --limit 0 | Cannot show --limit 0",
                "rollback --store memory: --group g | Missing required option: '--to-datetime=TIME'",
                "receipts --store memory: | Missing required option: '--group=GROUP'",
                "import --store memory: --group g | Cannot import: give either FILE",
                "import --store memory: --group g x.json --checkpoint y | Cannot import: give either FILE",
                "import --store memory: --group g x.json --source 0 | Cannot import: give either FILE",
                "import --store memory: --group g --checkpoint no | Cannot import --checkpoint no: it has neither a batch",
                "import --store memory: --group g --checkpoint no --source -1 | Cannot import --source -1",
                "import --store memory: --group g --hash h x.json | Cannot import: give either FILE",
                "import --store memory: --group g --field {partition} | Cannot import: give either FILE",
                "import --store memory: --group g --hash h --source 0 | Cannot import: give either FILE",
                "import --store memory: --group g --hash h --topic t | Cannot find the store: give --from URL",
                "import --store memory: --group g --hash h --from mysql://h/d --topic t | does not begin with redis://",
                "import --store memory: --group g --hash h --from redis://h | so the topic must be given",
                "import --store memory: --group g --hash h --from redis://h?x=1 --topic t | there is no setting 'x'",
                "import --store memory: --group g --hash h{x} --from redis://h --topic t | hash 'h{x}' has {x}; the",
                "import --store memory: --group g no.json | Cannot import no.json: there is no such file",
                "frobnicate | Unmatched argument at index 0: 'frobnicate'",
                "--debug | a command is missing",
            })
    void isNamed(String arguments, String message) {
        Ran ran = Ran.command(arguments.split(" ", -1));
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(ran.err()).startsWith("tidemark: ").contains(message).doesNotContain("\tat ");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        Ran ran = Ran.command("rewind", "--group", "g", "--shift-by", "x", "--quiet-for", "y", "--to");
        assertThat(ran.err()).contains("--shift-by").contains("--quiet-for");
    }

    @Test
    void aBlankGroupIsNamed() {
        for (String command : List.of("receipts", "history")) {
            Ran ran = Ran.command(command, "--store", "memory:", "--group", " ");
            assertThat(ran.exitCode()).isEqualTo(ExitCodes.USAGE);
            assertThat(ran.err()).contains("Cannot use --group ''");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"format\":\"tidemark-offsets/2\"}",
                "{\"format\":\"tidemark-offsets/1\"}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"g\"}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"g\",\"offsets\":[],\"receipts\":[]}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"other\",\"offsets\":[],\"receipts\":[]}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"g\",\"offsets\":[{}],\"receipts\":[]}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"g\",\"offsets\":[{\"topic\":\"t\",\"partition\":0,\"offset\":-1}],\"receipts\":[]}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"g\",\"offsets\":[{\"topic\":\"t\",\"partition\":0,\"offset\":1.5}],\"receipts\":[]}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"g\",\"offsets\":[{\"topic\":\"t\",\"partition\":3000000000,\"offset\":1}],\"receipts\":[]}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"g\",\"offsets\":[{\"topic\":\"t\",\"partition\":0,\"offset\":1,\"clusterId\":\"c\",\"topicId\":\"?\"}],\"receipts\":[]}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"g\",\"offsets\":[{\"topic\":\"t\",\"partition\":0,\"offset\":1},{\"topic\":\"t\",\"partition\":0,\"offset\":2}],\"receipts\":[]}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"g\",\"offsets\":[{\"topic\":\"t\",\"partition\":0,\"offset\":1}],\"receipts\":[{\"topic\":\"t\",\"partition\":0,\"from\":2,\"until\":1,\"reason\":\"EXPIRED\",\"policy\":\"LATEST\",\"time\":\"2026-03-01T00:00:00Z\"}]}",
                "{\"format\":\"tidemark-offsets/1\",\"group\":\"g\",\"offsets\":[{\"topic\":\"t\",\"partition\":0,\"offset\":1}],\"receipts\":[{\"topic\":\"t\",\"partition\":0,\"from\":1,\"until\":2,\"reason\":\"FATE\",\"policy\":\"LATEST\",\"time\":\"now\"}]}",
            })
    void aFileThatIsNoExportIsNotImported(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("state.json"), text);
        Ran ran = Ran.command("import", "--store", "memory:", "--group", "g", "--execute", file.toString());
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(ran.err())
                .startsWith("tidemark: Cannot import " + file + ": ")
                .hasLineCount(1);
    }

    @Test
    void aSecretIsNeverShownAndMayStandInAFileOrTheEnvironment() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2\n");
        Path config = Files.writeString(
                folder.resolve("store.properties"), "url=kept://secrets\npassword=file:" + secret + "\n");
        Ran ran = Ran.command("show", "--store-config", config.toString(), "--group", "g", "--topic", "t");
        assertThat(ran.exitCode()).as(ran.err()).isZero();

        List<Ran> wrong = new ArrayList<>();
        wrong.add(Ran.command("show", "--store", "kept://u:hunter2@h?x=1", "--group", "g", "--topic", "t"));
        wrong.add(Ran.command("show", "--store", "zookeeper://u:hunter2@?x=1", "--group", "g", "--topic", "t"));
        Files.writeString(config, "url=kept://secrets\npasswrod=hunter2\n");
        wrong.add(Ran.command("show", "--store-config", config.toString(), "--group", "g", "--topic", "t", "--debug"));
        Files.writeString(config, "password=env:NO_SUCH_VARIABLE\n");
        wrong.add(Ran.command(
                "show", "--store", "kept://h", "--store-config", config.toString(), "--group", "g", "--topic", "t"));
        assertThat(wrong).allSatisfy(one -> {
            assertThat(one.exitCode()).isEqualTo(ExitCodes.USAGE);
            assertThat(one.out() + one.err()).doesNotContain("hunter2");
        });
        assertThat(wrong.get(3).err()).contains("no variable NO_SUCH_VARIABLE");
    }

    @Test
    void aStackTraceIsShownOnlyWhereItIsAskedFor() {
        String[] command = {"history", "--store", "memory:", "--group", "g"};
        assertThat(Ran.command(command).err()).doesNotContain("CommandException");
        assertThat(Ran.command("--debug", "history", "--store", "memory:", "--group", "g")
                        .err())
                .contains("CommandException")
                .contains("\tat ");
        assertThat(Ran.command("history", "--debug", "--store", "memory:", "--group", "g")
                        .err())
                .contains("\tat ");
    }

    @Test
    void withoutACommandTheHelpIsShown() {
        Ran ran = Ran.command();
        assertThat(ran.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(ran.err()).contains("rewind").contains("Exit codes:");
        assertThat(Ran.command("--help").exitCode()).isZero();
        assertThat(Ran.command("verify", "--help").out()).contains("--bootstrap-server");
        assertThat(Ran.command(Map.of(), Clock.systemUTC(), "--version").out()).startsWith("tidemark ");
    }
}
