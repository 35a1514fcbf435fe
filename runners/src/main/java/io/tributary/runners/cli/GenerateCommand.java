package io.tributary.runners.cli;

import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tributary generate}. */
@Command(
    name = "generate",
    description =
        "Make up a shop's raw store, schemas and profiles, with everything that goes wrong in life,"
            + " and the counts that a replay of it must come to (expected.json).",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder to write to; it must not hold a raw store yet.")
  Path out;

  @Option(
      names = "--events",
      defaultValue = "200000",
      description = "Raw records, broken and repeated ones included. Default: ${DEFAULT-VALUE}.")
  long events;

  @Option(
      names = "--days",
      defaultValue = "3",
      description = "Days that they are spread over. Default: ${DEFAULT-VALUE}.")
  int days;

  @Option(
      names = "--start-date",
      paramLabel = "DATE",
      defaultValue = "2026-03-02",
      description = "First day of received_at (UTC). Default: ${DEFAULT-VALUE}.")
  LocalDate startDate;

  @Option(
      names = "--seed",
      defaultValue = "20260302",
      description = "The same options and seed give the same events. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--users",
      defaultValue = "0",
      description = "People; 0 for one per 20 events. Default: ${DEFAULT-VALUE}.")
  int users;

  @Option(
      names = "--late-percent",
      defaultValue = "5",
      description = "Sent hours or days late. Default: ${DEFAULT-VALUE}.")
  double late;

  @Option(
      names = "--duplicate-percent",
      defaultValue = "3",
      description = "Copies of an earlier record. Default: ${DEFAULT-VALUE}.")
  double duplicate;

  @Option(
      names = "--reused-percent",
      defaultValue = "0.2",
      description = "Other events with an id used before. Default: ${DEFAULT-VALUE}.")
  double reused;

  @Option(
      names = "--invalid-percent",
      defaultValue = "1.5",
      description = "Broken in one of many ways. Default: ${DEFAULT-VALUE}.")
  double invalid;

  @Option(
      names = "--hostile-percent",
      defaultValue = "1",
      description = "Valid, but hard to swallow. Default: ${DEFAULT-VALUE}.")
  double hostile;

  @Option(
      names = "--bot-percent",
      defaultValue = "2",
      description = "From one busy machine. Default: ${DEFAULT-VALUE}.")
  double bot;

  @Override
  public Integer call() throws IOException {
    GeneratorOptions options;
    try {
      options =
          new GeneratorOptions(
              out, events, days, seed, startDate, users, late, duplicate, reused, invalid, hostile,
              bot);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    GeneratorResult result = generate(options, spec.commandLine().getErr());
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "Wrote %,d raw records to %s, with schemas, profiles, links.csv and expected.json beside"
                + " them.%n",
            result.rawRecords(),
            result.raw());
    return ExitCode.OK;
  }

  /** Generates with a bar. */
  static GeneratorResult generate(GeneratorOptions options, PrintWriter err) throws IOException {
    err.printf(Locale.ROOT, "Generating %,d events in %s%n", options.events(), options.out());
    err.flush();
    try (ProgressBar bar = bar(options.events())) {
      return Generator.run(options, bar::stepTo);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  private static ProgressBar bar(long events) {
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName("Generating")
            .setInitialMax(events)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed();
    if (System.console() == null) {
      builder.setConsumer(new DelegatingProgressBarConsumer(line -> {}));
    }
    return builder.build();
  }
}
