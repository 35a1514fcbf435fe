package io.tributary.runners.cli;

import io.tributary.runners.stream.StreamJob;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tributary finish}. */
@Command(
    name = "finish",
    description =
        "End a warehouse's stream for good: read what the topic holds now, write all of it, close"
            + " every session, and let replays write all days. To stop it for a while there is"
            + " `tributary stop`.",
    mixinStandardHelpOptions = true)
final class FinishCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Mixin StreamOfWarehouse stream;

  @Option(
      names = "--now",
      description = "Do not wait for what the topic holds: end with what was read so far.")
  boolean now;

  @Override
  public Integer call() {
    Path folder = stream.folder();
    PrintWriter err = spec.commandLine().getErr();
    if (now) {
      StreamJob.finishNow(folder, stream.running());
    } else {
      StreamJob.finish(
          folder,
          stream.running(),
          line -> {
            err.println(line);
            err.flush();
          });
    }
    spec.commandLine()
        .getOut()
        .println("Finished: every session is closed and every row is written");
    return 0;
  }
}
