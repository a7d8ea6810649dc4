package io.tidemark.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.tidemark.embedded.process.Port;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * The common part of all containers. Testcontainers finds the image, makes the container and removes it; between that,
 * it is stopped, killed and frozen through the engine, because Testcontainers would make another one instead of
 * starting this one again.
 *
 * <p>The port on this machine is fixed: the engine would choose another one at each start.
 */
abstract class ContainerServer implements TestServer {

    /** Whose containers these are, for {@code bin/clean-containers}. */
    static final String OWNER_LABEL = "io.tidemark.servers.owner";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int STOP_SECONDS = 60;
    private static final int LOG_END = 4_000;

    private final Image image;
    private final Port port = Port.free();
    private final GenericContainer<?> container;

    private volatile boolean closed;

    /**
     * Makes the container, and starts nothing.
     *
     * @param inside the port that the server listens on in the container; 0 for the same as outside
     */
    ContainerServer(Image image, int inside, ServerSetup setup) {
        this.image = image;
        int target = inside == 0 ? port.number() : inside;
        List<PortBinding> bindings = new ArrayList<>(List.of(binding(port.number(), target)));
        setup.ports().forEach(more -> bindings.add(binding(more, more)));
        List<Bind> files = new ArrayList<>();
        setup.files()
                .forEach(file ->
                        files.add(new Bind(file.toAbsolutePath().toString(), new Volume(seen(file)), AccessMode.ro)));
        this.container = new GenericContainer<>(DockerImageName.parse(image.chosen()));
        container
                .withCreateContainerCmdModifier(create -> {
                    create.withExposedPorts(
                            bindings.stream().map(PortBinding::getExposedPort).toList());
                    Objects.requireNonNull(create.getHostConfig())
                            .withPortBindings(bindings)
                            .withBinds(files);
                })
                .withLabel(OWNER_LABEL, Long.toString(ProcessHandle.current().pid()))
                .waitingFor(new AbstractWaitStrategy() {
                    @Override
                    protected void waitUntilReady() {
                        // asked below, as after every later start
                    }
                });
    }

    private static PortBinding binding(int outside, int inside) {
        return new PortBinding(Ports.Binding.bindIpAndPort("127.0.0.1", outside), ExposedPort.tcp(inside));
    }

    /** Where a file of the test's lies in the container. */
    static String seen(Path file) {
        return "/tmp/tidemark-" + file.getFileName();
    }

    /** The container, for what its kind sets. */
    final GenericContainer<?> container() {
        return container;
    }

    /** Starts the container for the first time; nothing is left of it if that fails. */
    final void start() {
        try {
            container.start();
            awaitAnswer();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /**
     * Asks the running server something that only a working one answers.
     *
     * @param limit what the question may take
     * @return false if there is no such answer yet
     */
    abstract boolean answers(Duration limit);

    private void awaitAnswer() {
        long began = System.nanoTime();
        while (!answers(ANSWER_LIMIT)) {
            if (!isRunning()) {
                throw new TestServerException("Cannot start " + this + ": it ended" + logEnd());
            }
            if (Duration.ofNanos(System.nanoTime() - began).compareTo(START_LIMIT) > 0) {
                throw new TestServerException("Cannot start " + this + ": it did not answer within "
                        + START_LIMIT.toSeconds() + " s" + logEnd());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new TestServerException("Cannot start " + this + ": the thread was interrupted");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private String logEnd() {
        String log = logText();
        return "; the end of its log:\n" + log.substring(Math.max(0, log.length() - LOG_END));
    }

    /** The image's standard name. */
    final String image() {
        return image.chosen();
    }

    /** The image's name where it came from. */
    final String imageUsed() {
        String used = container.getDockerImageName();
        return used.equals(image()) ? used : image() + " (" + used + ")";
    }

    @Override
    public final String logText() {
        return container.getLogs();
    }

    @Override
    public final String address() {
        return port.address();
    }

    @Override
    public final int port() {
        return port.number();
    }

    @Override
    public final boolean isRunning() {
        return !closed && Boolean.TRUE.equals(state().getRunning());
    }

    @Override
    public final synchronized void restart() {
        stop();
        engine("start", (engine, id) -> engine.startContainerCmd(id).exec());
        awaitAnswer();
    }

    @Override
    public final synchronized void stop() {
        if (isRunning()) {
            thaw();
            engine("stop", (engine, id) -> engine.stopContainerCmd(id)
                    .withTimeout(STOP_SECONDS)
                    .exec());
        }
    }

    @Override
    public final synchronized void kill() {
        if (isRunning()) {
            engine("kill", (engine, id) -> {
                engine.killContainerCmd(id).exec();
                engine.waitContainerCmd(id).start().awaitStatusCode();
            });
        }
    }

    @Override
    public final synchronized void freeze() {
        engine("freeze", (engine, id) -> engine.pauseContainerCmd(id).exec());
    }

    @Override
    public final synchronized void thaw() {
        if (Boolean.TRUE.equals(state().getPaused())) {
            engine("thaw", (engine, id) -> engine.unpauseContainerCmd(id).exec());
        }
    }

    private ContainerState state() {
        return DockerClientFactory.lazyClient()
                .inspectContainerCmd(container.getContainerId())
                .exec()
                .getState();
    }

    private interface Work {
        void on(DockerClient engine, String id);
    }

    private void engine(String verb, Work work) {
        if (closed) {
            throw new IllegalStateException("Cannot " + verb + " " + this + ": it was closed; make another one");
        }
        try {
            work.on(DockerClientFactory.lazyClient(), container.getContainerId());
        } catch (DockerException failure) {
            throw new TestServerException("Cannot " + verb + " " + this + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public final synchronized void close() {
        if (!closed) {
            closed = true;
            container.stop();
            port.close();
        }
    }

    @Override
    public final String toString() {
        return image.chosen() + " on " + address();
    }

    /** The settings in the order of their keys, each as one word of a command line. */
    static String[] arguments(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting ->
                        "--" + setting.getKey() + (setting.getValue().isEmpty() ? "" : "=" + setting.getValue()))
                .toArray(String[]::new);
    }
}
