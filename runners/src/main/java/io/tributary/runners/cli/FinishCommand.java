package io.tributary.runners.cli;

import io.tributary.runners.stream.StreamJob;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary finish}. */
@Command(
    name = "finish",
    description =
        "End a warehouse's stream for good: write everything that was read, close every session,"
            + " and let replays write all days. To stop it for a while there is `tributary stop`.",
    mixinStandardHelpOptions = true)
final class FinishCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Mixin StreamOfWarehouse stream;

  @Override
  public Integer call() {
    Path folder = stream.folder();
    StreamJob.finish(folder, stream.running());
    spec.commandLine()
        .getOut()
        .println("Finished: every session is closed and every row is written");
    return 0;
  }
}
