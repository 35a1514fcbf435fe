package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.compare.TwoWarehouses;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

  @TempDir Path folder;
  private Path warehouse;
  private Path out;

  @BeforeEach
  void makeWarehouse() {
    warehouse = new TwoWarehouses(folder).left().folder();
    out = folder.resolve("report.html");
  }

  private Said report(Path of, String... more) {
    List<String> args = new ArrayList<>(List.of("--warehouse", of.toString()));
    args.addAll(Arrays.asList(more));
    if (!args.contains("--out")) {
      args.addAll(List.of("--out", out.toString()));
    }
    StringWriter screen = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Tributary.commandLine(new ReportCommand())
            .setOut(new PrintWriter(screen, true))
            .setErr(new PrintWriter(err, true))
            .execute(args.toArray(String[]::new));
    return new Said(exitCode, screen.toString(), err.toString());
  }

  private void assertRefused(Said said, String... words) {
    assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).startsWith("report: ").contains(words).doesNotContain("Exception");
    assertThat(said.out()).isEmpty();
    assertThat(out).doesNotExist();
  }

  @Test
  void writesThePageAndSaysWhereItIs() throws IOException {
    Said said = report(warehouse);
    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out())
        .contains("The warehouse holds no record.")
        .contains("The report is " + out.toUri());
    assertThat(Files.readString(out)).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
  }

  @Test
  void replacesAnEarlierPage() throws IOException {
    Files.writeString(out, "old");
    assertThat(report(warehouse).exitCode()).isZero();
    assertThat(Files.readString(out)).startsWith("<!DOCTYPE html>");
  }

  @Test
  void refusesAFolderWithoutAWarehouse() {
    assertRefused(report(folder), "holds no warehouse", "replay");
  }

  @Test
  void refusesARawStoreThatIsNot() {
    assertRefused(report(warehouse, "--raw", "nowhere"), "--raw nowhere is no folder");
  }

  @Test
  void refusesDaysTheWrongWayRound() {
    assertRefused(
        report(warehouse, "--from", "2026-03-03", "--to", "2026-03-02"),
        "--from 2026-03-03 must be before --to 2026-03-02");
    assertRefused(report(warehouse, "--from", "yesterday"), "'yesterday' is no day");
  }

  @Test
  void refusesAPlaceThatIsNot() {
    assertRefused(
        report(warehouse, "--out", folder.resolve("no/report.html").toString()),
        "--out",
        "make the folder first");
    assertRefused(report(warehouse, "--out", folder.toString()), "make the folder first");
  }

  @Test
  void refusesANamespaceThatIsNot() {
    assertRefused(report(warehouse, "--namespace", "none"), "--namespace");
  }

  @Test
  void refusesAMemoryLimitThatIsNone() {
    assertRefused(report(warehouse, "--memory", "much"), "--memory");
  }
}
