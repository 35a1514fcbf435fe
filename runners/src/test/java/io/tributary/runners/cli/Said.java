package io.tributary.runners.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * What a command said, and how it ended.
 *
 * @param exitCode 0, 1 or 2
 * @param out standard output
 * @param err standard error
 */
public record Said(int exitCode, String out, String err) {

  /** Runs a command inside this process. */
  public static Said by(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Tributary.commandLine(new Tributary())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exitCode = command.execute(args);
    return new Said(exitCode, out.toString(), err.toString());
  }

  public static Said by(List<String> args) {
    return by(args.toArray(String[]::new));
  }
}
