package io.tributary.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The class paths that the build wrote for the processes. */
final class ClassPaths {

  private ClassPaths() {}

  /**
   * The class path of "kafka" or "flink": the file target/classpath of that folder of the kit,
   * which is the folder named by the system property tributary.kit, else ../kit or kit.
   *
   * @throws IllegalStateException when the build has not written it
   */
  static String of(String part) {
    String folder = System.getProperty("tributary.kit");
    List<Path> kits =
        folder != null ? List.of(Path.of(folder)) : List.of(Path.of("../kit"), Path.of("kit"));
    for (Path kit : kits) {
      Path file = kit.resolve(part).resolve("target/classpath");
      if (Files.isRegularFile(file)) {
        try {
          return Files.readString(file).strip();
        } catch (IOException unreadable) {
          throw new UncheckedIOException("Cannot read " + file, unreadable);
        }
      }
    }
    throw new IllegalStateException(
        "No class path of "
            + part
            + ": there is no "
            + part
            + "/target/classpath in "
            + (folder != null ? folder : "../kit or kit")
            + ". Run mvn package at the root of the project, or name the kit's folder with"
            + " -Dtributary.kit=<folder>.");
  }

  /** Where the kit's own classes are: the first mains of its processes come from here. */
  static String ownClasses() {
    try {
      return Path.of(ClassPaths.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException("The kit's classes have no path", impossible);
    }
  }
}
