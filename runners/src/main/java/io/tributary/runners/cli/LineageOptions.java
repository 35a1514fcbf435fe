package io.tributary.runners.cli;

import io.tributary.runners.lineage.Lineage;
import io.tributary.runners.lineage.LineageSettings;
import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine.Option;

/** The option that says who is told what a job reads and writes. */
final class LineageOptions {

  @Option(
      names = "--lineage",
      paramLabel = "WHERE",
      description =
          "Tell in OpenLineage's events what is read and written: console, a FILE.ndjson, an"
              + " http:// address, or the library's configuration as FILE.yml. Default: what the"
              + " OPENLINEAGE_CONFIG and OPENLINEAGE__ variables say; without them nobody.")
  String where;

  /**
   * What it says.
   *
   * @param err takes what goes wrong, and the events themselves for {@code console}
   * @throws UsageException if it cannot be followed
   */
  Lineage lineage(PrintWriter err) {
    try {
      return Lineage.of(
          new LineageSettings(
              where,
              System.getenv(),
              err,
              line -> {
                err.println(line);
                err.flush();
              },
              Clock.systemUTC()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }
}
