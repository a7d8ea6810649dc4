package io.tidemark.servers.report;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/**
 * Ends a build that wants containers, before its first test, where there is no Docker engine or where an image neither
 * is on this machine nor can be pulled. Each test would otherwise find out for itself, minutes at a time.
 */
public final class EngineCheck {

    private static final int PULL_MINUTES = 10;

    private EngineCheck() {}

    /**
     * Looks, and throws where the tests could not run.
     *
     * @param images to have, by their standard names
     */
    public static void main(String... images) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new Refusal(
                    "Cannot run the tests on containers: no Docker engine answers; start one (or point"
                            + " DOCKER_HOST at one on this machine), or run the tests on the embedded servers, without -Pcontainers");
        }
        DockerClient engine = DockerClientFactory.lazyClient();
        for (String image : images) {
            DockerImageName name = ImageNameSubstitutor.instance().apply(DockerImageName.parse(image));
            if (!isHere(engine, name)) {
                pull(engine, name);
            }
        }
    }

    private static boolean isHere(DockerClient engine, DockerImageName name) {
        try {
            engine.inspectImageCmd(name.asCanonicalNameString()).exec();
            return true;
        } catch (NotFoundException absent) {
            return false;
        }
    }

    private static void pull(DockerClient engine, DockerImageName name) {
        try {
            System.out.println("Pulling " + name.asCanonicalNameString());
            if (engine.pullImageCmd(name.getUnversionedPart())
                    .withTag(name.getVersionPart())
                    .start()
                    .awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
                return;
            }
            throw notPulled(name, "it took more than " + PULL_MINUTES + " minutes");
        } catch (DockerException failure) {
            throw notPulled(name, String.valueOf(failure.getMessage()).strip());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw notPulled(name, "the thread was interrupted");
        }
    }

    private static Refusal notPulled(DockerImageName name, String reason) {
        return new Refusal("Cannot run the tests on containers: the image " + name.asCanonicalNameString()
                + " is not on this machine and cannot be pulled (" + reason
                + "); choose another one with -Dtidemark.image.mysql, .mariadb, .postgresql, .zookeeper,"
                + " .kafka or .redis");
    }

    /** One sentence; where in this class it was found out helps nobody. */
    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message, null, false, false);
        }
    }
}
