package io.tributary.runners.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tributary.runners.explain.Answer;
import io.tributary.runners.explain.Explain;
import io.tributary.runners.explain.ExplainFailed;
import io.tributary.runners.explain.ExplanationText;
import io.tributary.runners.explain.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tributary explain}: 0 when it was found and nothing is wrong, 1 else, 2 for wrong use. */
@Command(
    name = "explain",
    description =
        "Tell the whole fate of a record: where it came in, which row it became and why, in which"
            + " file and snapshot, with its session, its copies and its trace.",
    footer = {
      "",
      "A text with the form of topic/partition/offset is a coordinate, any other an event's id;",
      "--event and --coordinate say which is meant. An id can have several records: each is told.",
      "",
      "Payloads, ids of users, addresses and user agents are shown with --payload alone.",
      "",
      "Exit code 0 when it was found, or is still to be written by a stream; 1 when it was not",
      "found, has no row, more than one, or no raw record; 2 for wrong use."
    },
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {

  static final String ZIPKIN = "http://127.0.0.1:9411/zipkin/traces/{trace_id}";

  @Spec CommandSpec spec;

  @Parameters(
      paramLabel = "EVENT_ID|TOPIC/PARTITION/OFFSET",
      arity = "0..1",
      description = "The event or the record.")
  String target;

  @Option(names = "--event", paramLabel = "ID", description = "The event with this id.")
  String event;

  @Option(
      names = "--coordinate",
      paramLabel = "TOPIC/PARTITION/OFFSET",
      description = "The record at this coordinate.")
  String coordinate;

  @Mixin WarehouseOptions warehouse;

  @Option(
      names = "--raw",
      paramLabel = "DIR",
      description = "Raw store; without it nothing is told of the raw record.")
  Path raw;

  @Option(
      names = "--payload",
      description = "Show the payload too, and the columns that say who it was.")
  boolean payload;

  @Option(
      names = "--trace-url",
      paramLabel = "TEMPLATE",
      defaultValue = ZIPKIN,
      description = "Where a trace can be looked at. Default: ${DEFAULT-VALUE}.")
  String traceUrl;

  @Option(names = "--json", description = "Answer in JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    Target asked = target();
    if (!traceUrl.contains("{trace_id}")) {
      throw new UsageException("--trace-url " + traceUrl + " has no {trace_id} in it; add it");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (Explain explain =
        Explain.open(new Explain.Settings(warehouse.config(), raw, payload, traceUrl))) {
      Answer answer = explain.ask(asked, line -> say(err, line));
      if (json) {
        out.println(json(answer));
      } else {
        out.print(ExplanationText.of(answer));
      }
      out.flush();
      if (answer.records().isEmpty()) {
        say(err, "explain: Not found. Looked in: " + String.join("; ", answer.looked()));
      }
      say(err, ExplanationText.read(answer));
      return answer.isFine() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (ExplainFailed e) {
      say(err, "explain: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private Target target() {
    if (Stream.of(target, event, coordinate).filter(given -> given != null).count() != 1) {
      throw new UsageException(
          "Give one event's id or one TOPIC/PARTITION/OFFSET, such as events/3/1042");
    }
    if (event != null) {
      return new Target.OfEvent(event);
    }
    if (coordinate != null) {
      return Target.coordinate(coordinate)
          .map(Target.OfRecord::new)
          .orElseThrow(
              () ->
                  new UsageException(
                      "--coordinate " + coordinate + " is no TOPIC/PARTITION/OFFSET"));
    }
    return Target.of(target);
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }

  private static String json(Answer answer) throws IOException {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(answer);
  }
}
