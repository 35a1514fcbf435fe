package io.tributary.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The few calls of Flink's REST interface that tests need. Every method throws {@link
 * UncheckedIOException} when nobody answers, and {@link IllegalStateException} with Flink's words
 * when the answer is an error.
 */
public final class FlinkRest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String BOUNDARY = "tributary-kit-part";

  private final String url;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  FlinkRest(String url) {
    this.url = url;
  }

  /** Registered TaskManagers. */
  public int taskManagers() {
    return read("/overview").get("taskmanagers").asInt();
  }

  /** Slots of the registered TaskManagers, free or not. */
  public int slots() {
    return read("/overview").get("slots-total").asInt();
  }

  /** The state of every job that the JobManager knows, by id: RUNNING, FINISHED, CANCELED ... */
  public Map<String, String> jobs() {
    Map<String, String> states = new LinkedHashMap<>();
    for (JsonNode job : read("/jobs").get("jobs")) {
      states.put(job.get("id").asText(), job.get("status").asText());
    }
    return states;
  }

  /** A job's state; a job runs only when its tasks do (see {@link #runs}). */
  public String jobState(String job) {
    return read("/jobs/" + job).get("state").asText();
  }

  /** Whether the job and every one of its tasks run, which is later than its state says. */
  public boolean runs(String job) {
    JsonNode answer = read("/jobs/" + job);
    boolean all = answer.get("state").asText().equals("RUNNING");
    for (JsonNode vertex : answer.get("vertices")) {
      int running = vertex.get("tasks").get("RUNNING").asInt();
      int finished = vertex.get("tasks").get("FINISHED").asInt();
      all &= running + finished == vertex.get("parallelism").asInt();
    }
    return all;
  }

  /** Checkpoints that the job has completed, in all its attempts. */
  public long checkpointsCompleted(String job) {
    return read("/jobs/" + job + "/checkpoints").get("counts").get("completed").asLong();
  }

  /** The path of the job's newest completed checkpoint, to start another job from; else empty. */
  public String newestCheckpoint(String job) {
    return read("/jobs/" + job + "/checkpoints")
        .path("latest")
        .path("completed")
        .path("external_path")
        .asText("");
  }

  /**
   * Stops a job with a savepoint, and waits for it.
   *
   * @param folder where the savepoint goes
   * @param drain whether to send the last watermark first: the end, not a pause
   * @return the savepoint's path
   */
  public String stopWithSavepoint(String job, Path folder, boolean drain) {
    ObjectNode body = JSON.createObjectNode();
    body.put("targetDirectory", folder.toAbsolutePath().toUri().toString());
    body.put("drain", drain);
    String trigger = post("/jobs/" + job + "/stop", body).get("request-id").asText();
    String path = "/jobs/" + job + "/savepoints/" + trigger;
    Polling.Result result =
        Polling.until(
            ANSWER_WITHIN,
            POLL,
            () -> read(path).get("status").get("id").asText().equals("COMPLETED"));
    if (result == Polling.Result.TIME_OVER) {
      throw new IllegalStateException("No savepoint after " + ANSWER_WITHIN.toSeconds() + " s");
    }
    JsonNode operation = read(path).get("operation");
    if (!operation.has("location")) {
      throw new IllegalStateException("The savepoint failed: " + operation.get("failure-cause"));
    }
    return operation.get("location").asText();
  }

  /** Asks Flink to cancel a job, and returns before it is. */
  public void cancel(String job) {
    send(request("/jobs/" + job).method("PATCH", BodyPublishers.noBody()));
  }

  /**
   * Hands in a jar and runs a main class of it in the JobManager's process, without waiting for the
   * job.
   *
   * @param savepoint the savepoint or checkpoint to start from; empty for none
   * @return the job's id
   */
  public String submit(Path jar, String mainClass, String savepoint, List<String> arguments) {
    String name =
        send(request("/jars/upload")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(multipart(jar)))
            .get("filename")
            .asText();
    ObjectNode body = JSON.createObjectNode();
    body.put("entryClass", mainClass);
    if (!savepoint.isEmpty()) {
      body.put("savepointPath", savepoint);
    }
    arguments.forEach(body.putArray("programArgsList")::add);
    String id = name.substring(name.lastIndexOf('/') + 1);
    return post("/jars/" + id + "/run", body).get("jobid").asText();
  }

  /** Any other answer. */
  public JsonNode read(String path) {
    return send(request(path).GET());
  }

  private static BodyPublisher multipart(Path jar) {
    String head =
        "--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
            + jar.getFileName()
            + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n";
    try {
      return BodyPublishers.concat(
          BodyPublishers.ofString(head),
          BodyPublishers.ofFile(jar),
          BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    } catch (FileNotFoundException missing) {
      throw new UncheckedIOException("There is no " + jar, missing);
    }
  }

  private JsonNode post(String path, ObjectNode body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_WITHIN);
  }

  private JsonNode send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    String what = request.method() + " " + request.uri();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            what + " answers " + response.statusCode() + ": " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (JsonProcessingException other) {
      throw new IllegalStateException(what + " does not answer in JSON", other);
    } catch (IOException silent) {
      throw new UncheckedIOException(what + " has no answer", silent);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted in " + what, interrupted);
    }
  }
}
