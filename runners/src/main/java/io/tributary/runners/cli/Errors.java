package io.tributary.runners.cli;

import io.tributary.io.geo.UnreadableGeoDatabase;
import io.tributary.io.iceberg.InvalidWarehouse;
import io.tributary.io.parquet.InvalidRawStore;
import io.tributary.io.profile.UnreadableReferenceData;
import io.tributary.schemas.registry.InvalidSchemas;
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
          InvalidWarehouse.class,
          UnreadableGeoDatabase.class,
          UnreadableReferenceData.class);

  private Errors() {}

  static int wrongUse(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    command.getErr().println(command.getCommandName() + ": " + oneLine(error.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(error, command.getErr())) {
      command
          .getErr()
          .println("See `" + command.getCommandSpec().qualifiedName() + " --help`.");
    }
    return ExitCode.USAGE;
  }

  static int failed(Exception error, CommandLine command, ParseResult parsed) {
    boolean wrongUse = WRONG_USE.stream().anyMatch(type -> type.isInstance(error));
    Throwable shown = wrongUse ? error : cause(error);
    command.getErr().println(command.getCommandName() + ": " + text(shown));
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

  /** The innermost cause: engines wrap what failed in what they were doing. */
  private static Throwable cause(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String text(Throwable error) {
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : oneLine(message);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
  }
}
