package io.tributary.runners.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.Lake;
import io.tributary.runners.Runs;
import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import io.tributary.runners.query.Queries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The tables as Spark SQL reads them, through the same catalog and with Iceberg's own readers. */
class SparkReadBackIT {

  private static final Path PROJECT = Path.of("src", "test", "spark").toAbsolutePath();
  private static final String GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";
  private static final List<String> OPENS =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/sun.nio.ch",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar");

  @TempDir Path folder;

  @Test
  void seesTheSameRows() throws Exception {
    String spark = classPath();
    GeneratorResult made =
        Generator.run(
            GeneratorOptions.into(folder.resolve("made")).withEvents(1_500), records -> {});
    Path warehouse = folder.resolve("warehouse");
    Runs.flink(Runs.of(made, warehouse), 1);

    List<String> queries = new ArrayList<>();
    try (Queries ours = Queries.open(CatalogConfig.embedded(warehouse))) {
      assertThat(ours.tables()).contains("sessions_current", "events_page_viewed", "duplicates");
      for (String table : ours.tables()) {
        queries.add("SELECT count(*) FROM " + table);
      }
    }
    queries.add(
        "SELECT sum(event_count), count(DISTINCT client_key), max(revision), min(started_at) IS"
            + " NULL FROM sessions");
    queries.add("SELECT min(length(payload)), max(length(detail)) FROM dead_letters");
    queries.add(
        "SELECT count(DISTINCT session_id), sum(session_event_number), count(context.page.url),"
            + " count(resolved_user_id), max(kafka_offset), sum(length(properties_other)),"
            + " sum(properties.load_ms) FROM events_page_viewed");
    assertThat(answersOfSpark(spark, warehouse, queries))
        .containsExactlyElementsOf(answers(warehouse, queries));
  }

  /** What DuckDB has to say, as `query` does. */
  private static List<String> answers(Path warehouse, List<String> queries) {
    try (Lake lake = Lake.open().attach("w", warehouse)) {
      lake.run(
          "CREATE VIEW w.sessions_current AS SELECT * FROM w.sessions QUALIFY row_number() OVER"
              + " (PARTITION BY session_id ORDER BY revision DESC) = 1; SET schema = 'w'");
      List<String> answers = new ArrayList<>();
      for (String query : queries) {
        boolean bytes = query.contains("length(payload)");
        answers.add(lake.ask(bytes ? query.replace("length(p", "octet_length(p") : query).get(0));
      }
      return answers;
    }
  }

  private List<String> answersOfSpark(String classPath, Path warehouse, List<String> queries)
      throws Exception {
    Path asked = Files.write(folder.resolve("queries.sql"), queries);
    Path answered = folder.resolve("answers.txt");
    Path said = folder.resolve("spark.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx700m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    OPENS.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
    command.addAll(List.of("-cp", classPath, PROJECT.resolve("ReadBack.java").toString()));
    command.addAll(List.of(warehouse.toString(), asked.toString(), answered.toString()));
    Process process = start(command, said);
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.waitFor() == 0).as(complaints(said)).isTrue();
    return Files.readAllLines(answered);
  }

  private static String complaints(Path said) throws IOException {
    return Files.readAllLines(said).stream()
        .filter(line -> line.contains("Exception") || line.contains("error:"))
        .collect(Collectors.joining("\n"));
  }

  /** Spark and Iceberg's runtime for it; Maven finds them once, for the folder {@code target}. */
  private static String classPath() throws Exception {
    Path file = Path.of("target", "spark-classpath").toAbsolutePath();
    if (!Files.exists(file)) {
      Path said = Files.createTempFile("tributary-maven", ".txt");
      Files.createDirectories(file.getParent());
      try {
        Process maven =
            start(
                List.of(
                    "mvn",
                    "-q",
                    "-B",
                    "-f",
                    PROJECT.resolve("pom.xml").toString(),
                    GOAL,
                    "-Dmdep.outputFile=" + file),
                said);
        boolean ended = maven.waitFor(5, TimeUnit.MINUTES);
        maven.destroyForcibly();
        assumeTrue(
            ended && maven.waitFor() == 0, () -> "skipped: Maven cannot get Spark, see " + said);
      } catch (IOException e) {
        throw new TestAbortedException("skipped: there is no mvn", e);
      }
      Files.delete(said);
    }
    return Files.readString(file).strip();
  }

  private static Process start(List<String> command, Path said) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }
}
