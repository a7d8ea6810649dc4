package io.tidemark.offset.hdfs.internal.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FileNamesTest {

    @Test
    void aNameIsReadAsItWasWritten() {
        assertThat(FileNames.offsets(42)).isEqualTo("offsets-0000000042");
        assertThat(FileNames.offsetsNumber("offsets-0000000042")).isEqualTo(OptionalLong.of(42));
        assertThat(FileNames.offsetsNumber(FileNames.offsets(12_345_678_901L)))
                .isEqualTo(OptionalLong.of(12_345_678_901L));
        assertThat(FileNames.writingNumber(FileNames.writing(43, "0123456789abcdef")))
                .isEqualTo(OptionalLong.of(43));
        assertThat(FileNames.receiptsNumber(FileNames.receipts(41, "0123456789abcdef")))
                .isEqualTo(OptionalLong.of(41));
    }

    @Test
    void otherNamesHaveNoNumber() {
        for (String name : new String[] {
            "offsets-42", "offsets-0000000042.bak", "offsets-0000000042-0123456789abcdef", "_SUCCESS", "part-00000"
        }) {
            assertThat(FileNames.offsetsNumber(name)).as(name).isEmpty();
        }
        assertThat(FileNames.isMisnamed("offsets-0000000042.bak")).isTrue();
        assertThat(FileNames.isMisnamed("offsets-42._COPYING_")).isTrue();
        assertThat(FileNames.isMisnamed("offsets-0000000042")).isFalse();
        assertThat(FileNames.isMisnamed("_SUCCESS")).isFalse();
    }

    @Test
    void directoriesAreReadableAndSafe() {
        assertThat(directory("recharge-job_1")).isEqualTo("recharge-job_1");
        assertThat(directory("a/b:c")).isEqualTo("a%2Fb%3Ac");
        assertThat(directory(".")).isEqualTo("%2E");
        assertThat(directory("..")).isEqualTo("%2E.");
        assertThat(directory("充".repeat(254))).hasSizeLessThan(256).isNotEqualTo(directory("充".repeat(253)));
        assertThat(directory("g".repeat(201))).startsWith("g".repeat(150) + "~");
    }

    private static String directory(String group) {
        return FileNames.directory(new GroupId(group));
    }
}
