package io.tributary.runners.cli;

import io.tributary.io.geo.UnreadableGeoDatabase;
import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.kafka.UnusableTopic;
import io.tributary.io.parquet.InvalidRawStore;
import io.tributary.io.profile.UnreadableReferenceData;
import io.tributary.runners.stream.InvalidStream;
import io.tributary.schemas.registry.InvalidSchemas;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line; exit code 2 for wrong use, 1 for failure. */
final class Errors {

  private static final List<Class<? extends RuntimeException>> WRONG_USE =
      List.of(
          UsageException.class,
          InvalidRawStore.class,
          InvalidSchemas.class,
          InvalidStream.class,
          InvalidWarehouse.class,
          UnreadableGeoDatabase.class,
          UnreadableReferenceData.class,
          UnusableTopic.class);

  private Errors() {}

  static int wrongUse(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    command.getErr().println(command.getCommandName() + ": " + oneLine(error.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(error, command.getErr())) {
      command.getErr().println("See `" + command.getCommandSpec().qualifiedName() + " --help`.");
    }
    return ExitCode.USAGE;
  }

  static int failed(Exception error, CommandLine command, ParseResult parsed) {
    boolean wrongUse = WRONG_USE.stream().anyMatch(type -> type.isInstance(error));
    String text = wrongUse ? oneLine(error.getMessage()) : text(error);
    command.getErr().println(command.getCommandName() + ": " + text);
    if (wantsStackTrace(command)) {
      error.printStackTrace(command.getErr());
    } else if (!wrongUse) {
      command.getErr().println("Run it again with --stacktrace to see where this came from.");
    }
    return wrongUse ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  private static boolean wantsStackTrace(CommandLine command) {
    CommandLine root = command;
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.getCommand() instanceof Tributary tributary && tributary.stacktrace;
  }

  /**
   * The innermost cause, and which file it was about: engines wrap both in what they were doing.
   */
  private static String text(Throwable error) {
    Throwable cause = error;
    String file = null;
    while (cause.getCause() != null && cause.getCause() != cause) {
      if (cause instanceof UncheckedIOException) {
        file = cause.getMessage();
      }
      cause = cause.getCause();
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    boolean saysMore = file != null && !file.endsWith(message);
    return oneLine(saysMore ? file + " (" + message + ")" : message);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
  }
}
