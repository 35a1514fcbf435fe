package io.tributary.runners;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A Java process of its own with the test's class path, for what can be killed or wants a small
 * heap.
 *
 * @param process the process
 * @param output what it says, both streams
 */
public record Child(Process process, Path output) implements AutoCloseable {

  private static final long MINUTES = 3;

  /**
   * Starts one.
   *
   * @param folder of its own: takes its temporary files and what it says
   * @param jvm options of the virtual machine
   */
  public static Child start(Class<?> main, Path folder, List<String> jvm, List<String> args)
      throws IOException {
    Files.createDirectories(folder);
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + folder);
    command.addAll(jvm);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Child(process, output);
  }

  /** Waits for its end; the exit code. */
  public int await() throws InterruptedException {
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException("Still at work after " + MINUTES + " minutes");
    }
    return process.exitValue();
  }

  /** Ends it with SIGKILL as soon as it has come so far; whether it came so far before its end. */
  public boolean killWhen(BooleanSupplier reached) throws InterruptedException {
    while (process.isAlive()) {
      if (reached.getAsBoolean()) {
        process.destroyForcibly();
        process.waitFor();
        return true;
      }
      if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    return false;
  }

  public String said() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
