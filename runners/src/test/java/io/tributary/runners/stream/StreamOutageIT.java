package io.tributary.runners.stream;

import static io.tributary.runners.stream.EmbeddedEvents.TABLE;
import static io.tributary.runners.stream.EmbeddedEvents.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Parts of the world that are away for a while: the stream waits, and nothing is lost by it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamOutageIT {

  private static final String TOPIC = "it-outage";
  private static final int BATCH = 50;
  private static final Duration AWAY = Duration.ofSeconds(4);

  @RegisterExtension static final EmbeddedBroker BROKER = new EmbeddedBroker();
  @TempDir static Path folder;

  private static EmbeddedStream stream;
  private static int sent;

  @BeforeAll
  static void start() throws IOException {
    BROKER.kafka().create(TOPIC, 2);
    BROKER.kafka().create(TOPIC + "-realtime", 1);
    stream =
        EmbeddedStream.ofSeen(folder, BROKER.kafka(), TOPIC)
            .publishing(TOPIC + "-realtime", Set.of(EmbeddedEvents.TYPE), null)
            .start(2);
    send();
    stream.awaitRows(TABLE, sent);
  }

  @AfterAll
  static void close() {
    stream.close();
  }

  private static void send() {
    for (int i = 0; i < BATCH; i++) {
      String client = "c" + i % 7;
      BROKER.kafka().send(TOPIC, i % 2, client, seen("e" + sent++, client, Instant.now()));
    }
    BROKER.kafka().flush();
  }

  private static void pause() {
    LockSupport.parkNanos(AWAY.toNanos());
  }

  @Test
  @Order(1)
  void waitsForABrokerThatIsAway() {
    send();
    BROKER.broker().kill();
    pause();
    assertThat(stream.state()).isEqualTo("RUNNING");
    BROKER.broker().restart();
    send();
    stream.awaitRows(TABLE, sent);
    assertThat(stream.restarts()).as("restarts over it").isZero();
  }

  @Test
  @Order(2)
  void waitsForACatalogThatIsLocked() throws SQLException {
    long files = dataFiles();
    try (Connection sqlite = lockCatalog()) {
      send();
      stream.await("files are written", () -> dataFiles() > files);
      pause();
    }
    stream.awaitRows(TABLE, sent);
    assertThat(stream.restarts()).as("restarts over it").isZero();
  }

  @Test
  @Order(3)
  void triesAgainWhereTheCatalogRefuses() throws SQLException, IOException {
    long files = dataFiles();
    Path catalog = stream.warehouse().resolve("catalog.db");
    Path away = folder.resolve("catalog-away");
    try (Connection sqlite = lockCatalog()) { // so that nobody is just writing
      Files.move(catalog, away);
      Files.createDirectory(catalog);
    }
    send();
    stream.await("files are written", () -> dataFiles() > files);
    pause();
    Files.delete(catalog);
    Files.move(away, catalog);
    stream.awaitRows(TABLE, sent);
    assertThat(stream.restarts()).as("restarts over it").isZero();
  }

  private static Connection lockCatalog() throws SQLException {
    Connection sqlite =
        DriverManager.getConnection(
            "jdbc:sqlite:" + stream.warehouse().resolve("catalog.db") + "?busy_timeout=30000");
    try (Statement statement = sqlite.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
    }
    return sqlite;
  }

  @Test
  @Order(4)
  void triesAgainWhereTheDiskOfTheRawStoreRefuses() throws IOException {
    refuse(stream.raw(), StreamOutageIT::pause);
    stream.awaitRows(TABLE, sent);
    assertThat(stream.restarts()).as("restarts over it").isZero();
  }

  @Test
  @Order(5)
  void failsAndGoesOnWhereTheDiskOfTheTablesRefuses() throws IOException {
    refuse(
        stream.warehouse().resolve("analytics").resolve(TABLE).resolve("data"),
        () -> stream.await("it restarts", () -> stream.restarts() > 0));
    send();
    stream.awaitRows(TABLE, sent);
  }

  /** Puts a file in the place of a folder for a while. */
  private static void refuse(Path place, Runnable meanwhile) throws IOException {
    Path away = folder.resolve("away");
    Files.move(place, away);
    try {
      Files.writeString(place, "no folder");
      send();
      meanwhile.run();
    } finally {
      Files.delete(place);
      Files.move(away, place);
    }
  }

  @Test
  @Order(6)
  void hasLostNothingInTheEnd() throws IOException {
    stream.finish();
    try (Lake lake = Lake.open()) {
      assertThat(stream.differences(lake)).isEmpty();
      assertThat(stream.unfaithful(lake)).isEmpty();
      assertThat(lake.rows("live")).containsEntry(TABLE, (long) sent);
      assertThat(lake.rows("live")).doesNotContainKeys("dead_letters", "duplicates");
      EmbeddedPublished.assertHasAll(BROKER.kafka().read(TOPIC + "-realtime"), lake, "live", TABLE);
    }
  }

  private static long dataFiles() {
    List<Path> found;
    try (Stream<Path> files = Files.walk(stream.warehouse())) {
      found = files.filter(file -> file.toString().endsWith(".parquet")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.size();
  }
}
