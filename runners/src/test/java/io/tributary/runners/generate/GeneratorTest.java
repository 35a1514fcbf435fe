package io.tributary.runners.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {

  private static final long EVENTS = 20_000;
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  @TempDir static Path folder;

  private static GeneratorOptions options;
  private static GeneratorResult result;
  private static final List<Long> PROGRESS = new ArrayList<>();
  private static RawStore store;

  @BeforeAll
  static void generate() throws IOException {
    options = GeneratorOptions.into(folder.resolve("first")).withEvents(EVENTS);
    result = Generator.run(options, PROGRESS::add);
    store = RawStore.read(result.raw());
  }

  @Test
  void everyRecordHasOneFate() {
    assertThat(store.records()).hasSize((int) EVENTS);
    assertThat(result.rawRecords()).isEqualTo(EVENTS);
    long dead = sum(result.deadLetters());
    assertThat(result.loaded() + result.duplicates() + dead).isEqualTo(EVENTS);
    assertThat(sum(result.tables())).isEqualTo(result.loaded());
    assertThat(PROGRESS).hasSize(21).endsWith(EVENTS).isSorted();
  }

  @Test
  void sharesAreAsAsked() {
    assertThat(result.duplicates()).isBetween(EVENTS * 22 / 1000, EVENTS * 38 / 1000);
    assertThat(result.lateEvents()).isBetween(EVENTS * 3 / 100, EVENTS * 8 / 100);
    Map<String, Long> dead = new TreeMap<>(result.deadLetters());
    assertThat(dead.remove("EVENT_ID_REUSED")).isBetween(20L, 70L);
    assertThat(dead)
        .containsOnlyKeys(
            "TOO_LARGE",
            "MALFORMED_JSON",
            "MISSING_FIELD",
            "INVALID_FIELD",
            "INVALID_TIMESTAMP",
            "TIMESTAMP_OUT_OF_RANGE",
            "UNKNOWN_EVENT_TYPE",
            "UNKNOWN_SCHEMA_VERSION",
            "SCHEMA_VIOLATION");
    assertThat(sum(dead)).isBetween(EVENTS * 12 / 1000, EVENTS * 19 / 1000);
  }

  @Test
  void partitionsLookLikeKafka() throws IOException {
    Map<Integer, Long> next = new TreeMap<>();
    Map<Integer, Long> clock = new HashMap<>();
    long withoutKey = 0;
    for (RawStore.Row row : store.records()) {
      assertThat(row.topic()).isEqualTo("events");
      assertThat(row.offset()).isEqualTo(next.getOrDefault(row.partition(), 0L));
      next.put(row.partition(), row.offset() + 1);
      assertThat(row.receivedAt()).isGreaterThanOrEqualTo(clock.getOrDefault(row.partition(), 0L));
      clock.put(row.partition(), row.receivedAt());
      assertThat(row.file())
          .contains("received_date=" + LocalDate.ofEpochDay(row.receivedAt() / 86_400_000) + "/")
          .endsWith("part-" + row.partition() + ".parquet");
      assertThat(row.headers().get(0)).matches("traceparent=00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
      withoutKey += row.key() == null ? 1 : 0;
    }
    assertThat(new ArrayList<>(next.values())).isEqualTo(result.endOffsets());
    assertThat(withoutKey).isBetween(10L, 100L);
    JsonNode expected = STRICT.readTree(result.expected().toFile());
    assertThat(expected.at("/end_offsets/events")).hasSize(RawLog.PARTITIONS);
    assertThat(expected.at("/raw_records").asLong()).isEqualTo(EVENTS);
    assertThat(expected.at("/sessions").asLong()).isEqualTo(result.sessions());
    assertThat(store.days()).hasSize(3).startsWith("received_date=2026-03-02");
  }

  /** A second opinion on every record, by the contract's order of checks. */
  @Test
  void fatesAreWhatAReaderFinds() throws IOException {
    Judge judge = new Judge(schemas());
    for (RawStore.Row row : store.records()) {
      judge.judge(row);
    }
    assertThat(judge.deadLetters).isEqualTo(result.deadLetters());
    assertThat(judge.tables).isEqualTo(result.tables());
    assertThat(judge.duplicates).isEqualTo(result.duplicates());
    assertThat(judge.late).isEqualTo(result.lateEvents());
    assertThat(judge.sessions()).isEqualTo(result.sessions());
    assertThat(result.sessions()).isGreaterThan(result.currentSessions());
  }

  @Test
  void sameOptionsGiveTheSameRows() throws IOException {
    Path second = folder.resolve("second");
    GeneratorResult again =
        Generator.run(GeneratorOptions.into(second).withEvents(EVENTS), written -> {});
    List<RawStore.Row> rows = RawStore.read(again.raw()).records();
    for (int row = 0; row < EVENTS; row++) {
      assertThat(rows.get(row).sameAs(store.records().get(row))).isTrue();
    }
    List<Path> files = files(options.out());
    assertThat(files(second).stream().map(second::relativize))
        .isEqualTo(files.stream().map(options.out()::relativize).toList());
    for (Path file : files) {
      Path twin = second.resolve(options.out().relativize(file));
      assertThat(Files.mismatch(file, twin)).as(file.toString()).isEqualTo(-1);
    }
    GeneratorResult other =
        Generator.run(
            GeneratorOptions.into(folder.resolve("third")).withEvents(2000).withSeed(1),
            written -> {});
    assertThat(RawStore.read(other.raw()).records().get(0).payload())
        .isNotEqualTo(store.records().get(0).payload());
  }

  @Test
  void wellBehavedMeansThat() throws IOException {
    GeneratorResult clean =
        Generator.run(
            GeneratorOptions.into(folder.resolve("clean")).withEvents(3000).wellBehaved(),
            written -> {});
    assertThat(clean.loaded()).isEqualTo(3000);
    assertThat(clean.duplicates()).isZero();
    assertThat(clean.deadLetters()).isEmpty();
    assertThat(clean.sessions()).isBetween(200L, 600L);
  }

  @Test
  void reachesTheLimitsAndWritesHistory() throws IOException {
    List<Integer> sizes =
        store.records().stream()
            .filter(row -> row.payload() != null)
            .map(row -> row.payload().length)
            .toList();
    assertThat(sizes.contains(Hostility.LARGEST_BYTES)).isTrue();
    assertThat(sizes.stream().filter(size -> size > Hostility.LARGEST_BYTES)).hasSize(1);
    List<String> links = Files.readAllLines(result.links(), UTF_8);
    assertThat(links.get(0)).isEqualTo("anonymous_id,user_id,linked_at");
    assertThat(links).hasSizeGreaterThan(100);
    assertThat(
            RawStore.query(
                "select count(*) > count(distinct user_id), count(*) > 500, min(valid_from) <"
                    + " max(valid_from) from '"
                    + result.profiles()
                    + "/*.parquet'"))
        .containsExactly("true|true|true");
  }

  @Test
  void refusesAFolderThatIsInUse() {
    assertThatThrownBy(() -> Generator.run(options, written -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--out")
        .hasMessageContaining("holds a raw store already");
  }

  @Test
  void offersTypesAndVersionsToTry() throws IOException {
    Map<String, List<JsonSchema>> byType = new TreeMap<>();
    schemas()
        .forEach(
            (name, schema) -> {
              String type = name.substring(0, name.indexOf('/'));
              byType.computeIfAbsent(type, key -> new ArrayList<>()).add(schema);
            });
    assertThat(byType).hasSize(12);
    assertThat(byType.values().stream().filter(versions -> versions.size() > 1).count())
        .isGreaterThanOrEqualTo(3);
    assertThat(schemas()).containsKey("order.completed/2-0-0");
  }

  static JsonNode strictly(byte[] payload) {
    if (payload == null || payload.length == 0) {
      return null;
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      JsonNode tree = STRICT.readTree(text);
      return Judge.wellFormed(tree, 1) ? tree : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static Map<String, JsonSchema> schemas() throws IOException {
    return schemas(result.schemas());
  }

  /** By TYPE/MODEL-REVISION-ADDITION. */
  static Map<String, JsonSchema> schemas(Path folder) throws IOException {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    Map<String, JsonSchema> schemas = new HashMap<>();
    for (Path file : files(folder)) {
      String name = folder.relativize(file).toString().replace(".json", "");
      schemas.put(name, factory.getSchema(Files.readString(file)));
    }
    return schemas;
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      Path[] found = files.filter(Files::isRegularFile).toArray(Path[]::new);
      Arrays.sort(found);
      return List.of(found);
    }
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
