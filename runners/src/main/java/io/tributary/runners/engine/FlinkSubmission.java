package io.tributary.runners.engine;

import java.util.Optional;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.jobgraph.SavepointConfigOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What `flink run` says about the cluster and the job: its options go before ours. */
final class FlinkSubmission {

  private final StreamExecutionEnvironment environment;

  private FlinkSubmission(StreamExecutionEnvironment environment) {
    this.environment = environment;
  }

  static FlinkSubmission current() {
    return new FlinkSubmission(StreamExecutionEnvironment.getExecutionEnvironment());
  }

  /** {@code HOST:PORT} of the cluster's REST interface. */
  String address() {
    ReadableConfig settings = environment.getConfiguration();
    return settings.get(RestOptions.ADDRESS) + ":" + settings.get(RestOptions.PORT);
  }

  int parallelism(FlinkPipelineOptions options) {
    return options.getParallelism() > 0 ? options.getParallelism() : environment.getParallelism();
  }

  /**
   * Only `flink run` itself can set what a job goes on from.
   *
   * @throws IllegalArgumentException if it was not told to go on from where it must
   */
  void requireRestore(Optional<String> restore) {
    Optional<String> given =
        environment.getConfiguration().getOptional(SavepointConfigOptions.SAVEPOINT_PATH);
    if (restore.isPresent() && given.isEmpty()) {
      throw new IllegalArgumentException(
          "the stream goes on from its state: flink run --fromSavepoint " + restore.get() + " ...");
    }
  }
}
