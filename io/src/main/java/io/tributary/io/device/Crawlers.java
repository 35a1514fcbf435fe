package io.tributary.io.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What tells a machine: the list of crawlers inside this jar, and three signs of our own. */
final class Crawlers {

  private static final String BUNDLED = "crawler-user-agents-1.60.0.patterns.txt";

  /** Patterns that people's browsers match too. */
  private static final Set<String> TOO_WIDE =
      Set.of(
          "AP3A\\.240617\\.008", // a build of Android 15 that ordinary phones run
          "RED\\/"); // ends the name of a magazine's app

  /**
   * Machines that are in no list yet say whose they are, which browsers do not: by a link with a
   * plus, by a mail address, or, where they do not pose as a browser, by any link.
   */
  private static final List<String> OWNED =
      List.of(
          "\\+https?://", "[\\w.-]@[\\w-]{1,63}\\.[a-z]", "^(?!Mozilla/|Opera/).{0,300}https?://");

  private Crawlers() {}

  static List<Pattern> bundled() {
    try (InputStream file = Crawlers.class.getResourceAsStream(BUNDLED);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      Stream<String> listed =
          lines.lines().filter(line -> !line.isEmpty() && !TOO_WIDE.contains(line));
      return Stream.concat(listed, OWNED.stream()).map(Pattern::compile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + BUNDLED + " in the jar", e);
    }
  }
}
