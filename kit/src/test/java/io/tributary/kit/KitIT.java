package io.tributary.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One broker and one cluster for all cases; each leaves two TaskManagers with one slot each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KitIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  private Path folder;
  private ClusterKit kit;
  private Path jar;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    kit =
        ClusterKit.start(
            folder,
            FlinkClusterOptions.of(2, 1)
                .withFlink("state.backend.type", "rocksdb")
                .withFlink("state.backend.incremental", "true")
                .withFlink("execution.checkpointing.interval", "200 ms"));
    jar = CountingJob.jar(folder.resolve("job"));
  }

  @AfterAll
  void nothingIsLeftAfterClose() {
    List<ProcessHandle> processes =
        Stream.of(
                kit.kafka().process(),
                kit.flink().jobManager(),
                kit.flink().taskManager(0),
                kit.flink().taskManager(1))
            .flatMap(process -> ProcessHandle.of(process.pid()).stream())
            .toList();

    kit.close();

    assertThat(processes).noneMatch(ProcessHandle::isAlive);
    assertThat(ProcessHandle.current().descendants()).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void brokerAnswersAtItsAddressAfterAKillAndAfterAStop() throws IOException {
    KafkaBroker kafka = kit.kafka();
    String address = kafka.bootstrapServers();
    assertThat(errorOfApiVersions(address)).isZero();

    kafka.kill();
    assertThatThrownBy(() -> errorOfApiVersions(address)).isInstanceOf(IOException.class);
    kafka.restart();
    assertThat(errorOfApiVersions(address)).isZero();

    kafka.stop();
    kafka.restart();
    assertThat(kafka.bootstrapServers()).isEqualTo(address);
    assertThat(errorOfApiVersions(address)).isZero();
  }

  @Test
  void runsAJobThroughTheLossOfATaskManagerAndOfTheJobManager() {
    FlinkCluster flink = kit.flink();
    assertThat(flink.rest().taskManagers()).isEqualTo(2);
    String job = submit("");
    flink.awaitRunning(job, SOON);
    flink.awaitCheckpoints(job, 1, SOON);

    // Two slots are needed: the job waits until there are two again.
    flink.killTaskManager(0);
    flink.awaitSlots(1);
    assertThat(flink.rest().runs(job)).isFalse();
    assertThat(flink.startTaskManager()).isEqualTo(2);
    flink.awaitSlots(2);
    flink.awaitRunning(job, SOON);
    flink.awaitCheckpoints(job, 1, SOON);

    String savepoint = flink.rest().stopWithSavepoint(job, folder.resolve("savepoints"), false);
    assertThat(flink.rest().jobState(job)).isEqualTo("FINISHED");
    assertThat(savepoint).contains("/savepoints/");
    String second = submit(savepoint);
    flink.awaitCheckpoints(second, 2, SOON);

    String checkpoint = flink.rest().newestCheckpoint(second);
    String address = flink.restAddress();
    flink.killJobManager();
    flink.restartJobManager();
    flink.awaitSlots(2);
    assertThat(flink.restAddress()).isEqualTo(address);
    assertThat(flink.rest().jobs()).isEmpty();
    String third = submit(checkpoint);
    flink.awaitRunning(third, SOON);

    flink.rest().cancel(third);
    flink.awaitState(third, "CANCELED", SOON);
    assertThat(flink.rest().jobs()).containsExactly(Map.entry(third, "CANCELED"));
  }

  private String submit(String savepoint) {
    return kit.flink().rest().submit(jar, "CountingJob", savepoint, List.of("2"));
  }

  /** Kafka's first question of any client (key 18, version 0), by hand. */
  private static int errorOfApiVersions(String address) throws IOException {
    String[] hostAndPort = address.split(":", 2);
    try (Socket socket = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]))) {
      socket.setSoTimeout(10_000);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(10); // the size of what follows
      out.writeShort(18);
      out.writeShort(0);
      out.writeInt(7); // the question's number, which comes back
      out.writeShort(-1); // no client id
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readInt();
      assertThat(in.readInt()).isEqualTo(7);
      return in.readShort();
    }
  }
}
