package io.tributary.runners.cli;

import io.tributary.runners.engine.StreamEngine;
import io.tributary.runners.query.QueryCommand;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command line. */
@Command(
    name = "tributary",
    description = "Raw product events in, trustworthy warehouse tables out.",
    mixinStandardHelpOptions = true,
    version = "tributary 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      GenerateCommand.class,
      ReplayCommand.class,
      StreamCommand.class,
      StopCommand.class,
      FinishCommand.class,
      SendCommand.class,
      ClusterCommand.class,
      QueryCommand.class,
      CompareCommand.class,
      AuditCommand.class,
      ExplainCommand.class,
      ReportCommand.class,
      SchemasCommand.class
    })
public final class Tributary {

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where an error came from, for a bug report.")
  boolean stacktrace;

  public static void main(String[] args) {
    exit(commandLine(new Tributary()).execute(args));
  }

  /**
   * Ends the process with the exit code, but where Flink runs this program inside a process of its
   * own, which must go on.
   */
  static void exit(int code) {
    if (!StreamEngine.isSubmittedByFlink()) {
      System.exit(code);
    }
    if (code != ExitCode.OK) {
      throw new IllegalStateException("tributary ended with exit code " + code);
    }
  }

  /** The command line with its habits: GNU options, exit codes 0, 1 and 2, errors in one line. */
  static CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(LocalDate.class, Tributary::day)
        .registerConverter(Duration.class, Tributary::duration)
        .setParameterExceptionHandler(Errors::wrongUse)
        .setExecutionExceptionHandler(Errors::failed)
        .setUsageHelpAutoWidth(true);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is no day, such as 2026-03-02");
    }
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is no duration, such as PT30M");
    }
  }
}
