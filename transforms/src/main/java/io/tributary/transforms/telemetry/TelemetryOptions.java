package io.tributary.transforms.telemetry;

import java.util.Map;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What a pipeline's workers are told of telemetry. */
public interface TelemetryOptions extends PipelineOptions {

  @Description("OpenTelemetry's settings by their names, otel.*; none: it is off.")
  Map<String, String> getOtel();

  void setOtel(Map<String, String> settings);

  @Description("The run that spans and metrics name.")
  String getTelemetryRun();

  void setTelemetryRun(String run);

  @Description("A replay's own trace, as a traceparent; a stream has none.")
  String getReplayTrace();

  void setReplayTrace(String traceParent);
}
