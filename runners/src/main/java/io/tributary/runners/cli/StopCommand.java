package io.tributary.runners.cli;

import io.tributary.runners.stream.StreamJob;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary stop}. */
@Command(
    name = "stop",
    description =
        "Stop a warehouse's stream with a savepoint; `tributary stream` goes on from there, also"
            + " with another --parallelism.",
    mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Mixin StreamOfWarehouse stream;

  @Override
  public Integer call() {
    Path folder = stream.folder();
    String savepoint = StreamJob.stop(folder, stream.running());
    stream.markStopped();
    spec.commandLine().getOut().println("Stopped with savepoint " + savepoint);
    return 0;
  }
}
