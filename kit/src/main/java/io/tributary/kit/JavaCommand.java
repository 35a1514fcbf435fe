package io.tributary.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What one JVM is to run.
 *
 * @param name names the process in errors, and its log: name.log in its folder
 * @param classPath as after java's -cp
 * @param mainClass its main class
 * @param jvmOptions options of the JVM: heap, -D and others
 * @param arguments arguments of the main class
 */
public record JavaCommand(
    String name,
    String classPath,
    String mainClass,
    List<String> jvmOptions,
    List<String> arguments) {

  public JavaCommand {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }

  /** A main class without arguments, on a JVM with its defaults. */
  public static JavaCommand of(String name, String classPath, String mainClass) {
    return new JavaCommand(name, classPath, mainClass, List.of(), List.of());
  }

  /** The same with these options of the JVM after those it has. */
  public JavaCommand withJvmOptions(List<String> more) {
    return new JavaCommand(name, classPath, mainClass, joined(jvmOptions, more), arguments);
  }

  /** The same with these arguments after those it has. */
  public JavaCommand withArguments(List<String> more) {
    return new JavaCommand(name, classPath, mainClass, jvmOptions, joined(arguments, more));
  }

  /**
   * Starts it with this working folder, which is made where missing; its output is added to the
   * log.
   *
   * @throws java.io.UncheckedIOException when the folder or the process cannot be made
   */
  public JavaProcess start(Path folder) {
    return JavaProcess.start(this, folder);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
