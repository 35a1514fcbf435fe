package io.tributary.kit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Zipkin in a process of its own on 127.0.0.1, which keeps traces in memory: to look at them, and
 * to ask for them in tests.
 */
public final class ZipkinServer implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final String MAIN = "org.springframework.boot.loader.launch.JarLauncher";

  private final int port;
  private final JavaProcess process;

  private ZipkinServer(int port, JavaProcess process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it and waits until it answers: about ten seconds.
   *
   * @param folder for its log
   * @throws IllegalStateException when it does not come up; with its log's end
   */
  public static ZipkinServer start(Path folder) {
    int port = FreePorts.choose(1).get(0);
    JavaProcess process =
        JavaCommand.of("zipkin", ClassPaths.of("zipkin"), MAIN)
            .withJvmOptions(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"))
            .withArguments(
                List.of(
                    "--armeria.ports[0].port=" + port,
                    "--armeria.ports[0].ip=127.0.0.1",
                    "--armeria.ports[0].protocols[0]=http",
                    "--zipkin.storage.mem.max-spans=200000"))
            .start(folder.toAbsolutePath());
    ZipkinServer server = new ZipkinServer(port, process);
    try {
      process.awaitPort(port, READY_WITHIN);
      return server;
    } catch (IllegalStateException failed) {
      server.close();
      throw failed;
    }
  }

  /** Where spans go. */
  public String endpoint() {
    return url() + "/api/v2/spans";
  }

  /** Its page and its API are under it. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public JavaProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
