package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

  @TempDir Path folder;

  private Said explain(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("--warehouse", folder.resolve("w").toString()));
    all.addAll(List.of(args));
    int exitCode =
        Tributary.commandLine(new ExplainCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Said(exitCode, out.toString(), err.toString());
  }

  private static void assertRefused(Said said, String... words) {
    assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).startsWith("explain: ").contains(words).doesNotContain("Exception");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void refusesNothingAndTwoThingsAtOnce() {
    assertRefused(explain(), "one event's id");
    assertRefused(explain("a", "--event", "b"), "one event's id");
    assertRefused(explain("--coordinate", "a/1/2", "--event", "b"), "one event's id");
  }

  @Test
  void refusesWhatIsNoCoordinate() {
    assertRefused(explain("--coordinate", "a/b/c"), "--coordinate a/b/c");
  }

  @Test
  void refusesATraceUrlWithoutPlaceForTheTrace() {
    assertRefused(explain("a", "--trace-url", "http://zipkin/"), "{trace_id}");
  }

  @Test
  void refusesAFolderWithoutWarehouseAndMakesNone() {
    assertRefused(explain("a"), "holds no warehouse");
    assertThat(Files.exists(folder.resolve("w"))).isFalse();
  }
}
