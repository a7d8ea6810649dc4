package io.tidemark.offset.hdfs.internal.layout;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A text whose first line names its kind and layout version, whose second line names the group, and whose last line,
 * {@code end LINES CHECKSUM}, shows that it is complete and unchanged. The lines between consist of words.
 */
final class CheckedText {

    private static final int VERSION = 1;
    private static final String END = "end ";
    private static final String GROUP = "group ";

    private CheckedText() {}

    static byte[] write(String kind, GroupId group, StringBuilder lines) {
        String text = kind + " " + VERSION + "\ngroup " + Words.of(group.value()) + "\n" + lines;
        byte[] checked = text.getBytes(StandardCharsets.UTF_8);
        byte[] end = (END + text.lines().count() + " " + checksum(checked, checked.length) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[checked.length + end.length];
        System.arraycopy(checked, 0, all, 0, checked.length);
        System.arraycopy(end, 0, all, checked.length, end.length);
        return all;
    }

    /**
     * Passes on each line between the first two and the last.
     *
     * @param file the complete path, for messages
     * @param line throws a runtime exception for a line that it does not know
     * @throws OffsetStoreException if the file is incomplete, was changed, belongs to another program or group, or was
     *     written by a later version
     */
    static void read(byte[] data, String kind, GroupId group, String file, Consumer<List<String>> line) {
        String text = new String(data, StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        String first = lines.isEmpty() ? "" : lines.get(0);
        if (!first.startsWith(kind + " ")) {
            throw refused(
                    file,
                    data.length == 0
                            ? "it is empty; it was not written by Tidemark, or a copy of it is incomplete"
                            : "it does not begin with '" + kind + "': another program has written it");
        }
        if (!first.equals(kind + " " + VERSION)) {
            throw new OffsetStoreException("Cannot read " + file + ": its layout is '" + first
                    + "', and this version of Tidemark reads only '" + kind + " " + VERSION
                    + "'; use the version of Tidemark that has written it, or a later one");
        }
        requireComplete(data, text, lines, file);
        if (!lines.get(1).equals("group " + Words.of(group.value()))) {
            throw refused(file, "it belongs to another group: its second line is '" + lines.get(1) + "'");
        }
        for (String one : lines.subList(2, lines.size() - 1)) {
            try {
                line.accept(List.of(one.split(" ", -1)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException unknown) {
                throw new OffsetStoreException(
                        "Cannot read " + file + ": unknown line '" + one
                                + "'; a later version of Tidemark has written it: use that version",
                        unknown);
            }
        }
    }

    /** The group that the second line names; empty if the text is not one of this layout. */
    static Optional<GroupId> group(byte[] data, String kind) {
        List<String> lines =
                new String(data, StandardCharsets.UTF_8).lines().limit(2).toList();
        boolean known = lines.size() == 2
                && lines.get(0).equals(kind + " " + VERSION)
                && lines.get(1).startsWith(GROUP);
        try {
            return known
                    ? Optional.of(new GroupId(Words.text(lines.get(1).substring(GROUP.length()))))
                    : Optional.empty();
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    private static void requireComplete(byte[] data, String text, List<String> lines, String file) {
        String last = lines.get(lines.size() - 1);
        if (lines.size() < 3 || !last.startsWith(END) || !text.endsWith("\n")) {
            throw refused(file, "it is incomplete: its last line is '" + last + "', and not 'end LINES CHECKSUM'");
        }
        int checked = data.length - last.getBytes(StandardCharsets.UTF_8).length - 1;
        String expected = END + (lines.size() - 1) + " " + checksum(data, checked);
        if (!last.equals(expected)) {
            throw refused(
                    file,
                    "it is damaged or was changed by hand: its last line is '" + last + "', and its content has '"
                            + expected + "'");
        }
    }

    private static OffsetStoreException refused(String file, String reason) {
        return new OffsetStoreException("Cannot read " + file + ": " + reason
                + ". Check it with hdfs fsck and hdfs dfs -cat. If it is beyond repair, stop the job and move the file"
                + " away: the file with the number before it then governs, and records after it are read again");
    }

    private static String checksum(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        return String.format("%08x", crc.getValue());
    }
}
