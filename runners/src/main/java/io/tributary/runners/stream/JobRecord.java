package io.tributary.runners.stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What whoever looks after a stream must know of its Flink job: {@code _runs/stream-job.json} in
 * the warehouse folder, written by the commands that start and end it.
 *
 * @param flink where the cluster's REST interface is
 * @param jobId the job
 * @param checkpoints where its checkpoints are kept
 * @param raw the raw store that it archives in
 * @param savepoint the last savepoint, or null
 * @param state what was last done with it
 */
public record JobRecord(
    @JsonProperty("flink") String flink,
    @JsonProperty("job_id") String jobId,
    @JsonProperty("checkpoints") String checkpoints,
    @JsonProperty("raw") String raw,
    @JsonProperty("savepoint") String savepoint,
    @JsonProperty("state") State state) {

  /** What was last done with a job. */
  public enum State {
    /** It was started. */
    RUNNING,
    /** Somebody has asked it to stop. */
    STOPPING,
    /** It was stopped with a savepoint and can go on. */
    STOPPED,
    /** Somebody has asked it to finish. */
    FINISHING,
    /** It has written everything and is over for good. */
    FINISHED
  }

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static Path file(Path warehouse) {
    return warehouse.resolve("_runs").resolve("stream-job.json");
  }

  /** The record in a warehouse, if it ever had a stream. */
  public static Optional<JobRecord> in(Path warehouse) {
    Path file = file(warehouse);
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(file.toFile(), JobRecord.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Writes it. */
  public void write(Path warehouse) {
    Path file = file(warehouse);
    try {
      Files.createDirectories(file.getParent());
      Path hidden = file.resolveSibling("." + file.getFileName());
      Files.writeString(hidden, JSON.writeValueAsString(this) + "\n");
      Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  public JobRecord withState(State now) {
    return new JobRecord(flink, jobId, checkpoints, raw, savepoint, now);
  }

  public JobRecord withSavepoint(String path) {
    return new JobRecord(flink, jobId, checkpoints, raw, path, State.STOPPED);
  }
}
