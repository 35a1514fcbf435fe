package io.tributary.runners.lineage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.openlineage.client.Clients;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClient;
import io.openlineage.client.OpenLineageClientException;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.OpenLineageConfig;
import io.openlineage.client.transports.FileConfig;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.TransportConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Sends events one after another from a thread of its own, so that no job ever waits for one. */
final class LineageSender {

  /** What the job waits for at its end, whatever is still to be sent. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final String CONFIG_FILE = "OPENLINEAGE_CONFIG";
  private static final String VARIABLES = "OPENLINEAGE__";

  private final OpenLineageClient client;
  private final Consumer<String> say;
  private final AtomicBoolean hasSaid = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "lineage");
            daemon.setDaemon(true);
            return daemon;
          });

  private LineageSender(OpenLineageClient client, Consumer<String> say) {
    this.client = client;
    this.say = say;
  }

  /** Whether anybody is to be told. */
  static boolean wanted(LineageSettings settings) {
    Map<String, String> environment = settings.environment();
    return settings.where() != null
        || environment.containsKey(CONFIG_FILE)
        || environment.keySet().stream().anyMatch(name -> name.startsWith(VARIABLES));
  }

  /**
   * @throws IllegalArgumentException if the settings cannot be followed
   */
  static LineageSender of(LineageSettings settings) {
    return new LineageSender(client(settings), settings.say());
  }

  private static OpenLineageClient client(LineageSettings settings) {
    String where = settings.where();
    try {
      if (where == null) {
        String file = settings.environment().get(CONFIG_FILE);
        return Clients.newClient(
            file == null
                ? OpenLineageClientUtils.loadOpenLineageConfigFromEnvVars(
                    new TypeReference<OpenLineageConfig<?>>() {})
                : yaml(Path.of(file)));
      }
      if (where.equals("console")) {
        return new OpenLineageClient(new ConsoleTransport(settings.console()));
      }
      if (where.matches("https?://.+")) {
        return client(http(URI.create(where)));
      }
      if (where.matches(".+\\.ya?ml")) {
        return Clients.newClient(yaml(Path.of(where)));
      }
      return client(new FileConfig(file(where).toString()));
    } catch (OpenLineageClientException e) {
      throw new IllegalArgumentException(
          "OpenLineage's configuration cannot be read; see https://openlineage.io/docs/client/java",
          e);
    }
  }

  private static OpenLineageClient client(TransportConfig transport) {
    OpenLineageConfig<?> config = new OpenLineageConfig<>();
    config.setTransportConfig(transport);
    return Clients.newClient(config);
  }

  private static HttpConfig http(URI url) {
    HttpConfig http = new HttpConfig();
    http.setUrl(url);
    http.setTimeoutInMillis(Math.toIntExact(PATIENCE.toMillis()));
    return http;
  }

  private static OpenLineageConfig<?> yaml(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          file + " cannot be read; give OpenLineage's configuration, such as openlineage.yml");
    }
    return OpenLineageClientUtils.loadOpenLineageConfigYaml(
        () -> List.of(file), new TypeReference<OpenLineageConfig<?>>() {});
  }

  private static Path file(String where) {
    Path file = Path.of(where).toAbsolutePath();
    if (where.contains("://") || Files.isDirectory(file) || !Files.isDirectory(file.getParent())) {
      throw new IllegalArgumentException(
          "--lineage "
              + where
              + " is neither console nor an http address nor a file in a folder that exists");
    }
    return file;
  }

  /** Sends an event when those before it are sent. */
  void send(OpenLineage.RunEvent event) {
    thread.execute(
        () -> {
          try {
            client.emit(event);
          } catch (RuntimeException
              | LinkageError e) { // whatever a transport throws, the job goes on
            warn(e.getCause() == null ? e : e.getCause());
          }
        });
  }

  private void warn(Throwable error) {
    warn("cannot be sent (" + error.getClass().getSimpleName() + ")");
  }

  /** Says once, without addresses: they may hold passwords. */
  void warn(String what) {
    if (hasSaid.compareAndSet(false, true)) {
      say.accept("Lineage " + what + "; the run goes on without it");
    }
  }

  /** Waits a little for what is still to be sent. */
  void close() {
    thread.execute(this::closeClient);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
        warn("was not sent within " + PATIENCE.toSeconds() + " seconds");
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void closeClient() {
    try {
      client.close();
    } catch (Exception e) { // the interface allows any
      warn(e);
    }
  }
}
