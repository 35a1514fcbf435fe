package io.tributary.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A JVM as a process of its own, which never outlives this one: it ends within moments after this
 * JVM has ended, whether by itself or by SIGKILL (see {@link Leash}).
 */
public final class JavaProcess implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final int TAIL_LINES = 40;
  private static final int TAIL_BYTES = 64 * 1024;
  private static final int CONNECT_MILLIS = 500;

  private final String name;
  private final Process process;
  private final Path log;
  private final long logStart;

  private JavaProcess(String name, Process process, Path log, long logStart) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.logStart = logStart;
  }

  static JavaProcess start(JavaCommand command, Path folder) {
    Path log = folder.resolve(command.name() + ".log");
    try {
      Files.createDirectories(folder);
      long logStart = Files.exists(log) ? Files.size(log) : 0;
      Process process =
          new ProcessBuilder(line(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new JavaProcess(command.name(), process, log, logStart);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot start " + command.name() + " in " + folder, failed);
    }
  }

  private static List<String> line(JavaCommand command) {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(command.jvmOptions());
    // The kit's classes come last: nothing of the process may be found in them first.
    line.add("-cp");
    line.add(command.classPath() + File.pathSeparator + ClassPaths.ownClasses());
    line.add(Leash.class.getName());
    line.add(command.mainClass());
    line.addAll(command.arguments());
    return line;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Its standard output and error. */
  public Path log() {
    return log;
  }

  /**
   * Waits until something listens on a port of 127.0.0.1.
   *
   * @throws IllegalStateException when it ends before, or the time is over; with its log's end
   */
  public void awaitPort(int port, Duration within) {
    await("listens on port " + port, within, () -> listens(port));
  }

  /**
   * Waits until its log, from this start on, has a text.
   *
   * @throws IllegalStateException when it ends before, or the time is over; with its log's end
   */
  public void awaitLog(String text, Duration within) {
    await("logs \"" + text + "\"", within, () -> logged().contains(text));
  }

  /**
   * Waits until a condition holds.
   *
   * @param what for the error: what the process then does, as in "listens on port 1"
   * @throws IllegalStateException when it ends before, or the time is over; with its log's end
   */
  public void await(String what, Duration within, BooleanSupplier condition) {
    Polling.Result result =
        Polling.until(within, POLL, () -> !isAlive() || condition.getAsBoolean());
    if (!isAlive()) {
      throw new IllegalStateException(
          name + " ended with status " + process.exitValue() + " before it " + what + tail());
    }
    if (result == Polling.Result.TIME_OVER) {
      throw new IllegalStateException(
          "After " + within.toSeconds() + " s still not so: " + name + " " + what + tail());
    }
  }

  /**
   * Waits until it ends by itself.
   *
   * @return its exit status
   * @throws IllegalStateException when the time is over; with its log's end
   */
  public int awaitEnd(Duration within) {
    if (!endsWithin(within)) {
      throw new IllegalStateException(
          name + " still runs after " + within.toSeconds() + " s" + tail());
    }
    return process.exitValue();
  }

  /** Ends it and its children by SIGKILL, and waits until they are gone. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitEnd(GRACE);
  }

  /** Ends it by SIGTERM, and by SIGKILL when it takes more than 30 seconds over it. */
  public void stop() {
    // Process.destroy would also close its standard input, which ends it at once.
    process.toHandle().destroy();
    if (!endsWithin(GRACE)) {
      kill();
    }
  }

  /** Kills it. */
  @Override
  public void close() {
    kill();
  }

  /** What it has written since this start. */
  public String logged() {
    return read(logStart);
  }

  private boolean endsWithin(Duration within) {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException("Interrupted while " + name + " ends", interrupted);
    }
  }

  private String tail() {
    String end = read(Math.max(logStart, log.toFile().length() - TAIL_BYTES));
    List<String> lines = end.lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    return ".\nThe end of " + log + ":\n" + String.join("\n", last);
  }

  private String read(long from) {
    try (var channel = Files.newByteChannel(log)) {
      channel.position(from);
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read " + log, unreadable);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(FreePorts.loopback(port), CONNECT_MILLIS);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
