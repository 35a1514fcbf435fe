package io.tributary.runners.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Beam's options from the command line, with what suits this pipeline where they say nothing: Flink
 * embedded in this process, as many threads as processors.
 */
public final class EngineOptions {

  private EngineOptions() {}

  /**
   * @param arguments Beam's options, {@code --name=value} or {@code --name value}
   * @param temporary folder for an embedded engine's configuration
   * @param spill folder for what an embedded engine spills; it is made when it is needed
   * @throws IllegalArgumentException if Beam knows no such option, runner or value
   */
  public static PipelineOptions of(List<String> arguments, Path temporary, Path spill) {
    List<String> args = joined(arguments);
    if (args.stream().noneMatch(arg -> arg.startsWith("--runner"))) {
      args.add("--runner=FlinkRunner");
    }
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(args.toArray(String[]::new)).withValidation().create();
    if (options.getRunner() == FlinkRunner.class) {
      setUpFlink(options.as(FlinkPipelineOptions.class), args, temporary, spill);
    } else if (options.getRunner() == DirectRunner.class) {
      // Its checks cost five times the work; the tests of the transforms have them on.
      options.as(DirectOptions.class).setEnforceEncodability(false);
      options.as(DirectOptions.class).setEnforceImmutability(false);
    }
    return options;
  }

  private static void setUpFlink(
      FlinkPipelineOptions options, List<String> args, Path temporary, Path spill) {
    if (args.stream().noneMatch(arg -> arg.startsWith("--fasterCopy"))) {
      options.setFasterCopy(true); // values are immutable: no copy between chained steps
    }
    if (!options.getFlinkMaster().equals("[auto]")) {
      return;
    }
    options.setFlinkMaster("[local]");
    if (options.getParallelism() < 1) {
      options.setParallelism(Runtime.getRuntime().availableProcessors());
    }
    if (options.getFlinkConfDir() == null) {
      options.setFlinkConfDir(EmbeddedFlink.configuration(temporary, spill).toString());
    }
  }

  /** Beam wants {@code --name=value}. */
  static List<String> joined(List<String> arguments) {
    List<String> joined = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean hasValue =
          !argument.contains("=")
              && i + 1 < arguments.size()
              && !arguments.get(i + 1).startsWith("--");
      joined.add(hasValue ? argument + "=" + arguments.get(++i) : argument);
    }
    return joined;
  }
}
