package io.tidemark.servers;

/** What this module asks a server of either kind beside what tests do. */
interface Logging {

    /** All that the server wrote since it was made. */
    String logText();

    /** The image's standard name, or {@code embedded}. */
    String image();

    /** The image's name where it came from, or {@code embedded}. */
    String imageUsed();
}
