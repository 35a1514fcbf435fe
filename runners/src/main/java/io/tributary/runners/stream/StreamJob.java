package io.tributary.runners.stream;

import io.tributary.io.iceberg.PreparedStream;
import io.tributary.io.iceberg.StreamRecord;
import io.tributary.runners.engine.FlinkJobs;
import io.tributary.runners.engine.StreamEngine;
import io.tributary.runners.reference.ReferenceData;
import io.tributary.runners.telemetry.TelemetrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/** A stream's job on its cluster, from its submission to its end. */
public final class StreamJob implements AutoCloseable {

  private static final Duration SAVEPOINT = Duration.ofMinutes(10);

  private final Path warehouse;
  private final StreamEngine engine;
  private final FlinkJobs jobs;
  private final String jobId;

  private StreamJob(Path warehouse, StreamEngine engine, String jobId) {
    this.warehouse = warehouse;
    this.engine = engine;
    this.jobs = engine.jobs();
    this.jobId = jobId;
  }

  /**
   * Where and how it runs.
   *
   * @param beamOptions Beam's options, which may name the cluster
   * @param checkpoints folder for checkpoints; each stream has its own in it
   * @param checkpointInterval between two of them
   * @param temporary folder for configuration, while this process lives
   * @param spill folder for the embedded engine's temporary files
   * @param telemetry where traces and metrics go
   */
  public record Place(
      List<String> beamOptions,
      Path checkpoints,
      Duration checkpointInterval,
      Path temporary,
      Path spill,
      TelemetrySettings telemetry) {}

  /**
   * Checks everything, then submits the job. What is configured wrongly is refused before any data
   * moves.
   *
   * @param newId a name that no stream has, of letters, digits and dashes
   * @param say is told in one line what it goes on from
   */
  public static StreamJob submit(
      StreamConfig config, Place place, String newId, Consumer<String> say) {
    ReferenceData references = ReferenceData.open(config.references(), config.rules().schemas());
    StreamChecks.check(config, place, references.registry());
    StreamStart start = StreamStart.decide(config, place.checkpoints(), newId);
    Path warehouse = Path.of(config.catalog().folder());
    StreamEngine engine =
        StreamEngine.of(
            place.beamOptions(),
            start.checkpoints(),
            place.checkpointInterval(),
            place.temporary(),
            place.spill());
    try {
      refuseWhereItRuns(config, place, engine.jobs());
      PreparedStream prepared =
          PreparedStream.prepare(
              config.catalog(),
              references.registry(),
              config.rules(),
              config.kafka().topics(),
              start.kind(),
              start.streamId(),
              say);
      say.accept(sayHow(start));
      String name = name(start.streamId());
      PipelineOptions options =
          engine.options(name, start.restore().map(point -> point.path().toUri().toString()));
      place.telemetry().applyTo(options, start.streamId());
      Pipeline pipeline = Pipeline.create(options);
      Stream.assemble(pipeline, config, references, prepared, engine.parallelism());
      pipeline.run();
      FlinkJobs jobs = engine.jobs();
      String jobId = jobs.newest(name);
      started(config, jobs, jobId, start.checkpoints()).write(warehouse);
      return new StreamJob(warehouse, engine, jobId);
    } catch (RuntimeException | Error failed) {
      engine.close();
      throw failed;
    }
  }

  private static JobRecord started(
      StreamConfig config, FlinkJobs jobs, String jobId, Path checkpoints) {
    return new JobRecord(
        jobs.url(),
        jobId,
        checkpoints.toString(),
        config.raw().toString(),
        null,
        JobRecord.State.RUNNING);
  }

  private static String name(String streamId) {
    return "tributary-" + streamId;
  }

  /** A client that was killed may have submitted the job without having written it down. */
  private static void refuseWhereItRuns(StreamConfig config, Place place, FlinkJobs jobs) {
    Optional<StreamRecord> record = StreamRecord.read(config.catalog());
    Optional<String> running = record.flatMap(stream -> jobs.running(name(stream.stream())));
    if (running.isPresent()) {
      Path checkpoints = place.checkpoints().resolve(record.get().stream());
      JobRecord job = started(config, jobs, running.get(), checkpoints);
      job.write(Path.of(config.catalog().folder()));
      throw StreamStart.runsAlready(job);
    }
  }

  private static String sayHow(StreamStart start) {
    return switch (start.kind()) {
      case FIRST -> "Starting at the earliest records";
      case RESUME -> "Going on from " + start.restore().orElseThrow().path();
      case REBUILD -> "Rebuilding the state from the raw store";
    };
  }

  public String id() {
    return jobId;
  }

  public FlinkJobs jobs() {
    return jobs;
  }

  public StreamEngine engine() {
    return engine;
  }

  /** The job's state by Flink's names, or empty where the cluster does not know it. */
  public Optional<String> state() {
    return jobs.state(jobId);
  }

  /** Ends the embedded cluster; a job elsewhere goes on. */
  @Override
  public void close() {
    engine.close();
  }

  /**
   * Stops the stream of a warehouse with a savepoint; the next start goes on from it.
   *
   * @return where the savepoint is
   */
  public static String stop(Path warehouse, JobRecord job) {
    job.withState(JobRecord.State.STOPPING).write(warehouse);
    String savepoint = end(job, false);
    job.withSavepoint(savepoint).write(warehouse);
    return savepoint;
  }

  /**
   * Waits until all that the topic holds now is archived, then lets the stream of a warehouse write
   * all it has, close every session, and end for good.
   *
   * @param say is told in one line now and then what is waited for
   */
  public static void finish(Path warehouse, JobRecord job, Consumer<String> say) {
    CatchUp.await(new FlinkJobs(job.flink()), job, Instant.now(), say);
    finishNow(warehouse, job);
  }

  /** The same with what was read so far; the rest of the topic is not read any more. */
  public static void finishNow(Path warehouse, JobRecord job) {
    job.withState(JobRecord.State.FINISHING).write(warehouse);
    end(job, true);
    job.withState(JobRecord.State.FINISHED).write(warehouse);
  }

  private static String end(JobRecord job, boolean drain) {
    FlinkJobs jobs = new FlinkJobs(job.flink());
    return jobs.stop(job.jobId(), Path.of(job.checkpoints()), drain, SAVEPOINT);
  }

  /** The record of this job's warehouse. */
  public JobRecord record() {
    return JobRecord.in(warehouse)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    String.format(Locale.ROOT, "The job's record in %s is gone", warehouse)));
  }
}
