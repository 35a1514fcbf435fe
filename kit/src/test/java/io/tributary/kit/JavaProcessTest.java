package io.tributary.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProcessTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void saysWhatAProcessWroteBeforeItEnded() {
    try (JavaProcess process = main(Fails.class).start(folder)) {
      assertThatThrownBy(() -> process.awaitPort(1, SOON))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Fails ended with status 1 before it listens on port 1")
          .hasMessageContaining("IllegalArgumentException: no such option");
    }
  }

  @Test
  void saysWhatAProcessWroteWhenItsTimeIsOver() {
    try (JavaProcess process = main(Waits.class).start(folder)) {
      process.awaitLog("waiting", SOON);

      assertThatThrownBy(() -> process.awaitLog("done", Duration.ZERO))
          .hasMessageContaining("After 0 s still not so: Waits logs \"done\"")
          .hasMessageContaining("waiting");
      assertThat(process.isAlive()).isTrue();
    }
  }

  @Test
  void looksAtTheLogOfItsOwnStartAlone() throws Exception {
    Files.writeString(folder.resolve("Fails.log"), "ready\n");

    try (JavaProcess process = main(Fails.class).start(folder)) {
      assertThatThrownBy(() -> process.awaitLog("ready", SOON)).hasMessageContaining("ended");
    }
    assertThat(folder.resolve("Fails.log")).content().startsWith("ready\n");
  }

  @Test
  void letsAProcessEndInOrderWhenStopped() {
    try (JavaProcess process = main(Waits.class).start(folder)) {
      process.awaitLog("waiting", SOON);

      process.stop();

      assertThat(process.isAlive()).isFalse();
      assertThat(process.logged()).contains("in order");
    }
  }

  @Test
  void givesAProcessNoTimeWhenKilled() {
    try (JavaProcess process = main(Waits.class).start(folder)) {
      process.awaitLog("waiting", SOON);

      process.kill();

      assertThat(process.isAlive()).isFalse();
      assertThat(process.logged()).doesNotContain("in order");
    }
  }

  @Test
  void endsAProcessWhoseStarterWasKilled() throws Exception {
    try (JavaProcess starter =
        main(Starts.class).withArguments(List.of(folder.toString())).start(folder)) {
      starter.awaitLog("started", SOON);
      long pid = Long.parseLong(starter.logged().lines().findFirst().orElseThrow());
      ProcessHandle started = ProcessHandle.of(pid).orElseThrow();

      ProcessHandle.of(starter.pid()).orElseThrow().destroyForcibly();

      started.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(started.isAlive()).isFalse();
    }
  }

  @Test
  void choosesPortsThatDiffer() {
    assertThat(FreePorts.choose(20))
        .doesNotHaveDuplicates()
        .allSatisfy(port -> assertThat(port).isBetween(20_000, 32_000));
  }

  @Test
  void saysHowToMakeAMissingClassPath() {
    assertThatThrownBy(() -> ClassPaths.of("storm"))
        .hasMessageContaining("storm/target/classpath")
        .hasMessageContaining("mvn package")
        .hasMessageContaining("-Dtributary.kit=");
  }

  private static JavaCommand main(Class<?> main) {
    return JavaCommand.of(
            main.getSimpleName(), System.getProperty("java.class.path"), main.getName())
        .withJvmOptions(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
  }

  static final class Fails {
    public static void main(String[] arguments) {
      if (arguments.length == 0) {
        throw new IllegalArgumentException("no such option");
      }
    }
  }

  static final class Waits {
    public static void main(String[] arguments) throws InterruptedException {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("in order")));
      System.out.println("waiting");
      new CountDownLatch(1).await();
    }
  }

  static final class Starts {
    public static void main(String[] arguments) throws InterruptedException {
      JavaProcess process = JavaProcessTest.main(Waits.class).start(Path.of(arguments[0]));
      System.out.println(process.pid());
      System.out.println("started");
      new CountDownLatch(1).await();
      process.close();
    }
  }
}
