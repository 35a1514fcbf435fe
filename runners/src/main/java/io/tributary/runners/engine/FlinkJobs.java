package io.tributary.runners.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** A Flink cluster's jobs, through its REST interface (Flink's documentation, "REST API"). */
public final class FlinkJobs {

  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  /** A cluster that has just started answers so until it knows who leads it. */
  private static final int NO_LEADER = 503;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(REQUEST).build();
  private final String url;

  /**
   * @param address {@code HOST:PORT}, or a URL
   */
  public FlinkJobs(String address) {
    this.url = address.startsWith("http") ? address : "http://" + address;
  }

  public String url() {
    return url;
  }

  /** The cluster did not answer, or not as expected. */
  public static final class NoAnswer extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    NoAnswer(String message, IOException cause) {
      super(message, cause);
    }
  }

  /** The job has come to an end that was not asked for. */
  public static final class JobFailed extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    JobFailed(String message) {
      super(message);
    }
  }

  /** State of a job by Flink's names, or empty where the cluster does not know it. */
  public Optional<String> state(String jobId) {
    return ask("/jobs/" + jobId).map(job -> job.path("state").asText());
  }

  /**
   * The id of the job of this name that was started last.
   *
   * @throws JobFailed where there is none
   */
  public String newest(String name) {
    String found = null;
    long started = Long.MIN_VALUE;
    for (JsonNode job :
        ask("/jobs/overview").map(answer -> answer.path("jobs")).orElse(JSON.createArrayNode())) {
      if (job.path("name").asText().equals(name) && job.path("start-time").asLong() > started) {
        started = job.path("start-time").asLong();
        found = job.path("jid").asText();
      }
    }
    if (found == null) {
      throw new JobFailed("The cluster at " + url + " has not taken the job");
    }
    return found;
  }

  /** The id of a job of this name that is not over, if there is one. */
  public Optional<String> running(String name) {
    for (JsonNode job :
        ask("/jobs/overview").map(answer -> answer.path("jobs")).orElse(JSON.createArrayNode())) {
      if (job.path("name").asText().equals(name) && !isOver(job.path("state").asText())) {
        return Optional.of(job.path("jid").asText());
      }
    }
    return Optional.empty();
  }

  /** Whether it is over, by Flink's names of states. */
  public static boolean isOver(String state) {
    return state.equals("FINISHED") || state.equals("FAILED") || state.equals("CANCELED");
  }

  /** How often the job was restarted, and why the last time; a kind of error, not its text. */
  public record Trouble(long restarts, String lastCause) {}

  /** What went wrong so far. */
  public Trouble trouble(String jobId) {
    JsonNode history =
        ask("/jobs/" + jobId + "/exceptions?maxExceptions=20")
            .map(answer -> answer.path("exceptionHistory").path("entries"))
            .orElse(JSON.createArrayNode());
    if (history.isEmpty()) {
      return new Trouble(0, "");
    }
    String trace = history.get(0).path("stacktrace").asText();
    return new Trouble(history.size(), rootCause(trace));
  }

  /** The innermost cause of a stack trace, in one line. */
  static String rootCause(String trace) {
    String cause = "";
    for (String line : trace.split("\n")) {
      if (cause.isEmpty() || line.startsWith("Caused by: ")) {
        cause = line.replaceFirst("^Caused by: ", "");
      }
    }
    return cause.strip();
  }

  /** How many checkpoints were completed. */
  public long checkpoints(String jobId) {
    return ask("/jobs/" + jobId + "/checkpoints")
        .map(answer -> answer.path("counts").path("completed").asLong())
        .orElse(0L);
  }

  /**
   * Sums of Beam's counters over all steps and subtasks, since the job's last start.
   *
   * @param names the counters' names with their namespace, as Flink writes them: dots are
   *     underscores
   */
  public Map<String, Long> counters(String jobId, Set<String> names) {
    Map<String, Long> sums = new HashMap<>();
    JsonNode vertices =
        ask("/jobs/" + jobId).map(job -> job.path("vertices")).orElse(JSON.createArrayNode());
    for (JsonNode vertex : vertices) {
      String metrics =
          "/jobs/" + jobId + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
      List<String> wanted = new ArrayList<>();
      for (JsonNode metric : ask(metrics).orElse(JSON.createArrayNode())) {
        if (names.contains(name(metric))) {
          wanted.add(metric.path("id").asText());
        }
      }
      if (!wanted.isEmpty()) {
        String get = URLEncoder.encode(String.join(",", wanted), StandardCharsets.UTF_8);
        for (JsonNode metric :
            ask(metrics + "?agg=sum&get=" + get).orElse(JSON.createArrayNode())) {
          sums.merge(name(metric), metric.path("sum").asLong(), Long::sum);
        }
      }
    }
    return sums;
  }

  /** Without the operator's name, which stands before the last dot. */
  private static String name(JsonNode metric) {
    String id = metric.path("id").asText();
    return id.substring(id.lastIndexOf('.') + 1);
  }

  /** Whether all of a job's tasks are at work, or done: not while it starts or restarts. */
  private boolean isAtWork(String jobId) {
    JsonNode job =
        ask("/jobs/" + jobId).orElseThrow(() -> new JobFailed("The cluster knows no job " + jobId));
    boolean all = job.path("state").asText().equals("RUNNING");
    for (JsonNode vertex : job.path("vertices")) {
      String status = vertex.path("status").asText();
      all &= status.equals("RUNNING") || status.equals("FINISHED");
    }
    return all || isOver(job.path("state").asText());
  }

  /**
   * Stops a job with a savepoint, once all its tasks are at work.
   *
   * @param folder takes the savepoint
   * @param drain whether everything is finished first, for good; else the job can be resumed
   * @return where the savepoint is
   * @throws JobFailed if it did not come to that
   */
  public String stop(String jobId, Path folder, boolean drain, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!isAtWork(jobId) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    String body =
        JSON.createObjectNode()
            .put("targetDirectory", folder.toUri().toString())
            .put("drain", drain)
            .toString();
    JsonNode asked =
        send("/jobs/" + jobId + "/stop", builder -> builder.POST(BodyPublishers.ofString(body)))
            .orElseThrow(() -> new JobFailed("The cluster knows no job " + jobId));
    String request = asked.path("request-id").asText();
    while (System.nanoTime() < deadline) {
      JsonNode answer =
          ask("/jobs/" + jobId + "/savepoints/" + request)
              .orElseThrow(() -> new JobFailed("The job ended before its savepoint was complete"));
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode operation = answer.path("operation");
        if (operation.has("failure-cause")) {
          throw new JobFailed(
              "The savepoint failed: "
                  + rootCause(operation.path("failure-cause").path("stack-trace").asText()));
        }
        return operation.path("location").asText();
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new JobFailed("The savepoint was not complete after " + timeout);
  }

  /** Ends a job without a savepoint. */
  public void cancel(String jobId) {
    send(
        "/jobs/" + jobId + "?mode=cancel",
        builder -> builder.method("PATCH", BodyPublishers.noBody()));
  }

  /** Whether anybody answers. */
  public boolean isThere() {
    try {
      return ask("/overview").isPresent();
    } catch (NoAnswer e) {
      return false;
    }
  }

  private Optional<JsonNode> ask(String path) {
    return send(path, HttpRequest.Builder::GET);
  }

  private Optional<JsonNode> send(
      String path, Function<HttpRequest.Builder, HttpRequest.Builder> method) {
    HttpRequest request =
        method
            .apply(HttpRequest.newBuilder(URI.create(url + path)))
            .timeout(REQUEST)
            .header("Content-Type", "application/json")
            .build();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      long deadline = System.nanoTime() + REQUEST.toNanos();
      while (answer.statusCode() == NO_LEADER && System.nanoTime() < deadline) {
        LockSupport.parkNanos(POLL.toNanos());
        answer = http.send(request, BodyHandlers.ofString());
      }
      if (answer.statusCode() == 404) {
        return Optional.empty();
      }
      if (answer.statusCode() >= 400) {
        throw new IOException("status " + answer.statusCode());
      }
      return Optional.of(JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body()));
    } catch (IOException e) {
      throw new NoAnswer("Flink does not answer at " + url + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for Flink", e);
    }
  }
}
