package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.Lake;
import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say, and how they end. */
class CommandLineTest {

  @TempDir static Path shared;
  private static GeneratorResult made;
  @TempDir Path folder;

  @BeforeAll
  static void generate() throws IOException {
    made =
        Generator.run(
            GeneratorOptions.into(shared.resolve("made"))
                .withEvents(300)
                .withDays(LocalDate.of(2026, 3, 2), 2),
            records -> {});
  }

  private static Said replay(Path warehouse, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "replay",
                "--runner=DirectRunner",
                "--raw=" + made.raw(),
                "--schemas=" + made.schemas(),
                "--warehouse=" + warehouse));
    args.addAll(List.of(more));
    return Said.by(args);
  }

  @Test
  void tellsWhatHappenedWhenAllIsWell() throws IOException {
    Path report = folder.resolve("report.json");
    Path warehouse = folder.resolve("warehouse");
    Said said = replay(warehouse, "--report=" + report);
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out()).contains("raw records", "loaded", "residual", "events_page_viewed");
    assertThat(said.err()).contains("Replaying all days: 300 raw records");
    assertThat(Files.readString(report))
        .contains(
            "\"raw_records\" : 300",
            "\"loaded\" : " + made.loaded(),
            "\"duplicates\"",
            "\"dead_letters\"",
            "\"tables\"",
            "\"sessions\" : " + made.sessions(),
            "\"late_events\"",
            "\"residual\" : 0",
            "\"wall_seconds\"",
            "\"cpu_seconds\"",
            "\"peak_rss_mb\"");
    try (Lake lake = Lake.open().attach("written", warehouse)) {
      assertThat(lake.rows("written")).containsAllEntriesOf(made.tables());
    }
  }

  @Test
  void helps() {
    for (List<String> command :
        List.of(
            List.<String>of(),
            List.of("replay"),
            List.of("query"),
            List.of("generate"),
            List.of("demo"),
            List.of("schemas"),
            List.of("schemas", "check"))) {
      List<String> args = new ArrayList<>(command);
      args.add("--help");
      Said said = Said.by(args);
      assertThat(said.exitCode()).as(args.toString()).isZero();
      assertThat(said.out()).startsWith(("Usage: tributary " + String.join(" ", command)).strip());
      assertThat(said.err()).isEmpty();
    }
    assertThat(Said.by("replay", "--help").out())
        .contains(
            "--raw",
            "--schemas",
            "--warehouse",
            "--profiles",
            "--geo",
            "--from",
            "--to",
            "--report",
            "--links",
            "--runner");
    assertThat(Said.by("--help").out()).contains("demo", "generate", "replay", "query", "schemas");
  }

  @Test
  void pointsToItsHelpWithoutACommand() {
    Said said = Said.by();
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.err()).contains("tributary --help");
    assertThat(Said.by("no-such-command").exitCode()).isEqualTo(2);
  }

  @Test
  void refusesAFolderThatIsGeneratedAlready() {
    Said said = Said.by("generate", "--out", made.raw().getParent().toString(), "--events", "10");
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.err()).contains("--out");
    assertThat(Said.by("generate", "--out", folder.toString(), "--days", "0").err())
        .contains("--days");
  }

  @Test
  void endsWithOneWhereTheWorldFails() throws IOException {
    Path warehouse = Files.createDirectory(folder.resolve("damaged"));
    Files.writeString(warehouse.resolve("catalog.db"), "this is no database. ".repeat(100));
    Said said = replay(warehouse);
    assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
    assertThat(said.err()).contains("--stacktrace").doesNotContain("\tat ");
  }
}
