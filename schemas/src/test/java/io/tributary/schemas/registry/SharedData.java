package io.tributary.schemas.registry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data that lies beside the checkout on some machines. */
final class SharedData {
  private SharedData() {}

  /** A folder of it; the test that asks is skipped where it is absent. */
  static Path folder(String name) {
    Path folder = checkout().resolve("../shared/data").resolve(name).normalize();
    assumeTrue(Files.isDirectory(folder), () -> "No data in " + folder);
    return folder;
  }

  /** The root of the checkout: the outermost folder with a pom.xml. */
  static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && Files.exists(folder.getParent().resolve("pom.xml"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
