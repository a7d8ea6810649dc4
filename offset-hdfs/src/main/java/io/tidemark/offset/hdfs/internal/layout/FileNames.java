package io.tidemark.offset.hdfs.internal.layout;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.spi.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a group's directory and files: {@code offsets-0000000042} is the 42nd write,
 * {@code .writing-0000000043-ATTEMPT} is a write in progress, {@code receipts-0000000041-ATTEMPT} holds the loss
 * receipts as of the 41st write.
 */
public final class FileNames {

    private static final String OFFSETS = "offsets-";
    private static final String WRITING = ".writing-";
    private static final String RECEIPTS = "receipts-";
    private static final Pattern NAME =
            Pattern.compile("(offsets-|\\.writing-|receipts-)(\\d{10,18})(?:-([0-9a-f]{16}))?");

    /** A name node accepts 255 bytes by default. */
    private static final int LONGEST = 200;

    private static final int KEPT_OF_LONG = 150;

    private FileNames() {}

    /** The name of a group's directory. A name that would be too long is shortened, and ends with its hash. */
    public static String directory(GroupId group) {
        String name = PercentEncoding.URL.encode(group.value());
        if (name.equals(".") || name.equals("..")) {
            return "%2E" + name.substring(1);
        }
        return name.length() <= LONGEST ? name : name.substring(0, KEPT_OF_LONG) + "~" + hash(name);
    }

    /** The group that a directory belongs to; empty if its name was shortened, or is not one that this store writes. */
    public static Optional<GroupId> group(String directory) {
        try {
            GroupId group = new GroupId(PercentEncoding.decode(directory));
            return directory(group).equals(directory) ? Optional.of(group) : Optional.empty();
        } catch (IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }

    /** The file that a write creates. */
    public static String offsets(long number) {
        return OFFSETS + padded(number);
    }

    /** The file of a write in progress. */
    public static String writing(long number, String attempt) {
        return WRITING + padded(number) + "-" + attempt;
    }

    /** The file of loss receipts that a write refers to. */
    public static String receipts(long number, String attempt) {
        return RECEIPTS + padded(number) + "-" + attempt;
    }

    /** The number of a file of offsets; empty if the name is another one. */
    public static OptionalLong offsetsNumber(String name) {
        return number(name, OFFSETS);
    }

    /** The number that a write in progress is about to take; empty if the name is another one. */
    public static OptionalLong writingNumber(String name) {
        return number(name, WRITING);
    }

    /** The number of the write that created a file of loss receipts; empty if the name is another one. */
    public static OptionalLong receiptsNumber(String name) {
        return number(name, RECEIPTS);
    }

    /** Whether a name looks like a file of this store, but is none. */
    public static boolean isMisnamed(String name) {
        return (name.startsWith(OFFSETS) || name.startsWith(RECEIPTS))
                && offsetsNumber(name).isEmpty()
                && receiptsNumber(name).isEmpty();
    }

    private static OptionalLong number(String name, String prefix) {
        Matcher matcher = NAME.matcher(name);
        boolean matches = matcher.matches()
                && matcher.group(1).equals(prefix)
                && prefix.equals(OFFSETS) == (matcher.group(3) == null);
        return matches ? OptionalLong.of(Long.parseLong(matcher.group(2))) : OptionalLong.empty();
    }

    private static String padded(long number) {
        return String.format("%010d", number);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
