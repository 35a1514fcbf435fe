package io.tributary.runners;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Public data sets that are not part of the project; a test that wants one skips without it. */
public final class RealData {

  private RealData() {}

  /** A file below the folder {@code ../shared/data} of the checkout. */
  public static Path file(String name) {
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      Path file = up.resolve("shared/data").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    assumeTrue(false, "skipped: " + name + " is not in ../shared/data");
    throw new AssertionError("not reached");
  }

  /** The lines of such a file, unpacked where its name ends with .gz. */
  public static List<String> lines(String name) throws IOException {
    try (InputStream bytes = Files.newInputStream(file(name));
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
                    StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
