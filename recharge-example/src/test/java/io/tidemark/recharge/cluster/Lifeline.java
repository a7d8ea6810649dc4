package io.tidemark.recharge.cluster;

import java.io.IOException;

/**
 * Runs another main class until standard input ends, which happens when the process that started this one has ended. It
 * is copied beside Spark's archives and depends only on the JDK.
 */
public final class Lifeline {

    private Lifeline() {}

    /** Arguments: the main class and its arguments. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(Lifeline::haltWithOwner, "lifeline");
        watch.setDaemon(true);
        watch.start();
        String[] rest = new String[arguments.length - 1];
        System.arraycopy(arguments, 1, rest, 0, rest.length);
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }

    private static void haltWithOwner() {
        try {
            while (System.in.read() >= 0) {
                // the input is never written to
            }
        } catch (IOException e) {
            System.err.println("The lifeline broke: " + e);
        }
        Runtime.getRuntime().halt(1);
    }
}
