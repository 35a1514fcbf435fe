package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given wrongly is refused in one line, before any data moves. */
class BadInputTest {

  @TempDir static Path shared;
  private static GeneratorResult made;
  @TempDir Path folder;

  @BeforeAll
  static void generate() throws IOException {
    made =
        Generator.run(
            GeneratorOptions.into(shared.resolve("made"))
                .withEvents(300)
                .withDays(LocalDate.of(2026, 3, 2), 2),
            records -> {});
  }

  /** Runs a replay of good input with some options given otherwise. */
  private Said replay(Map<String, Path> instead, String... more) {
    Map<String, Path> options = new TreeMap<>();
    options.put("--raw", made.raw());
    options.put("--schemas", made.schemas());
    options.put("--warehouse", folder.resolve("warehouse"));
    options.putAll(instead);
    List<String> args = new ArrayList<>(List.of("replay"));
    if (Arrays.stream(more).noneMatch(option -> option.startsWith("--runner"))) {
      args.add("--runner=DirectRunner");
    }
    options.forEach((name, value) -> args.addAll(List.of(name, value.toString())));
    args.addAll(Arrays.asList(more));
    return Said.by(args);
  }

  /** Exit code 2, one line with all of this, no stack trace, no warehouse. */
  private void assertRefused(Said said, String... words) {
    assertThat(said.err()).contains(words);
    assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
    List<String> lines =
        said.err()
            .lines()
            .filter(line -> !line.startsWith("Replaying") && !line.startsWith("See `"))
            .toList();
    assertThat(lines).as(said.err()).hasSize(1);
    assertThat(lines.get(0))
        .startsWith("replay: ")
        .doesNotContain("Exception")
        .doesNotContain("\t");
    assertThat(said.out()).isEmpty();
    assertThat(folder.resolve("warehouse")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--raw", "--schemas", "--profiles", "--geo", "--links", "--ua-rules"})
  void refusesWhatIsNotThere(String option) {
    Path missing = folder.resolve("missing");
    assertRefused(replay(Map.of(option, missing)), missing.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--raw", "--schemas", "--profiles", "--geo"})
  void refusesAnEmptyFolder(String option) throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertRefused(replay(Map.of(option, empty)), empty.toString());
  }

  @Test
  void refusesAFolderWithoutParquet() throws IOException {
    Path raw = Files.createDirectory(folder.resolve("raw"));
    Files.writeString(raw.resolve("records.csv"), "topic,partition\n");
    assertRefused(replay(Map.of("--raw", raw)), raw.toString(), "*.parquet");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    Path raw = copyOf(made.raw(), folder.resolve("raw"));
    Path file = firstFile(raw);
    byte[] bytes = Files.readAllBytes(file);
    for (int length : List.of(0, 3, bytes.length / 2, bytes.length - 1)) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertRefused(replay(Map.of("--raw", raw)), file.toString(), "remove or restore it");
    }
  }

  @Test
  void refusesAFileWhosePagesAreDamaged() throws IOException {
    Path raw = copyOf(made.raw(), folder.resolve("raw"));
    Path file = firstFile(raw);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4, 200, (byte) 0x5a);
    Files.write(file, bytes);
    assertRefused(replay(Map.of("--raw", raw)), file.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // received_at missing
        "'t' AS topic, 0 AS partition, 0::BIGINT AS \"offset\", 'x'::BLOB AS payload",
        "'t' AS topic, 0 AS partition, 0::BIGINT AS \"offset\", now() AS received_at",
        "0 AS partition, 0::BIGINT AS \"offset\", now() AS received_at, 'x'::BLOB AS payload",
        "'t' AS topic, 0 AS partition, now() AS received_at, 'x'::BLOB AS payload",
        "'t' AS topic, 0 AS partition, 0::BIGINT AS \"offset\", 'today' AS received_at,"
            + " 'x'::BLOB AS payload",
        "'t' AS topic, 'a' AS partition, 0::BIGINT AS \"offset\", now() AS received_at,"
            + " 'x'::BLOB AS payload",
        "'t' AS topic, 0 AS partition, 0::BIGINT AS \"offset\", now() AS received_at,"
            + " 1.5::DOUBLE AS payload",
        "'t' AS topic, 0 AS partition, 0::BIGINT AS \"offset\", NULL::TIMESTAMPTZ AS received_at,"
            + " 'x'::BLOB AS payload",
        "NULL::VARCHAR AS topic, 0 AS partition, 0::BIGINT AS \"offset\", now() AS received_at,"
            + " 'x'::BLOB AS payload"
      })
  void refusesOtherColumns(String columns) throws Exception {
    Path raw = Files.createDirectory(folder.resolve("raw"));
    Path file = raw.resolve("a.parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute("COPY (SELECT " + columns + ") TO '" + file + "' (FORMAT parquet)");
    }
    assertRefused(replay(Map.of("--raw", raw)), file.toString());
  }

  @Test
  void refusesAnUnreadableGeoDatabase() throws IOException {
    Path file = Files.writeString(folder.resolve("city.mmdb"), "no database");
    assertRefused(replay(Map.of("--geo", file)), file.toString());
  }

  @Test
  void refusesDamagedReferenceData() throws IOException {
    Path links = Files.writeString(folder.resolve("links.csv"), "who,what\n1,2\n");
    assertRefused(replay(Map.of("--links", links)), links.toString());
    Path profiles = Files.createDirectory(folder.resolve("profiles"));
    Path part = Files.writeString(profiles.resolve("part.parquet"), "no Parquet");
    assertRefused(replay(Map.of("--profiles", profiles)), part.toString());
    Path rules = Files.writeString(folder.resolve("regexes.yaml"), "- [");
    assertRefused(replay(Map.of("--ua-rules", rules)), rules.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{\"type\": 7}",
        "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}",
        "{\"properties\": {\"a\": {\"$ref\": \"#/definitions/none\"}}}"
      })
  void refusesASchemaThatDoesNotCompile(String text) throws IOException {
    Path schemas = copyOf(made.schemas(), folder.resolve("schemas"));
    Path file = schemas.resolve("page.viewed/1-0-2.json");
    Files.writeString(file, text);
    assertRefused(replay(Map.of("--schemas", schemas)), "page.viewed", "1-0-2");
  }

  @Test
  void refusesTypesThatWouldShareATable() throws IOException {
    Path schemas = copyOf(made.schemas(), folder.resolve("schemas"));
    Files.createDirectories(schemas.resolve("page_viewed"));
    Files.writeString(schemas.resolve("page_viewed/1-0-0.json"), "{}");
    assertRefused(
        replay(Map.of("--schemas", schemas)), "page.viewed", "page_viewed", "events_page_viewed");
  }

  @Test
  void refusesDaysInTheWrongOrder() {
    assertRefused(replay(Map.of(), "--from", "2026-03-03", "--to", "2026-03-02"), "--from", "--to");
    assertRefused(replay(Map.of(), "--from", "2026-03-03", "--to", "2026-03-03"), "--from", "--to");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--from=yesterday",
        "--from=2026-02-30",
        "--to=20260303",
        "--session-gap=half an hour",
        "--session-gap=PT0S",
        "--session-gap=-PT5M",
        "--max-out-of-order=PT13H",
        "--client-ip=hashed",
        "--schema-dialect=draft-99",
        "--schema-formats=maybe",
        "--reference=newest",
        "--catalog=uri",
        "--user-id-key=/no/such/file",
        "--no-such-option=1",
        "--parallelism=many",
        "--runner=NoSuchRunner"
      })
  void refusesAnOptionThatIsWrong(String option) {
    String name = option.substring(2, option.indexOf('='));
    Said said = replay(Map.of(), option);
    // "Session gap must be positive" names --session-gap well enough.
    assertThat(said.err().toLowerCase(Locale.ROOT).replace(' ', '-')).contains(name);
    assertRefused(said, "replay: ");
  }

  @Test
  void refusesWhatIsNoOption() {
    assertRefused(replay(Map.of(), "--no-such-flag"), "no-such-flag");
    assertRefused(replay(Map.of(), "left-over"), "left-over");
  }

  @Test
  void refusesToStartWithoutWhatItNeeds() {
    Said said = Said.by("replay");
    assertRefused(said, "--raw", "--schemas", "--warehouse");
    assertRefused(Said.by("replay", "--raw"), "--raw");
  }

  @Test
  void refusesAWarehouseThatIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertRefused(replay(Map.of("--warehouse", file)), file.toString());
  }

  @Test
  void leavesTheWarehouseAsItWas() throws IOException {
    Path warehouse = folder.resolve("there");
    assertThat(replay(Map.of("--warehouse", warehouse)).exitCode()).isZero();
    Map<String, Object> before = listing(warehouse);
    Path missing = folder.resolve("missing");
    assertRefused(replay(Map.of("--warehouse", warehouse, "--raw", missing)), missing.toString());
    assertRefused(replay(Map.of("--warehouse", warehouse, "--geo", missing)), missing.toString());
    Said said =
        replay(Map.of("--warehouse", warehouse), "--session-gap=PT20M", "--from", "2026-03-03");
    assertRefused(said, "session-gap");
    assertThat(listing(warehouse)).isEqualTo(before);
  }

  @Test
  void refusesAPlaceForTheReportThatIsNotThere() {
    Path report = folder.resolve("no/such/folder/report.json");
    assertRefused(replay(Map.of("--report", report)), report.getParent().toString());
  }

  private static Path copyOf(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return to;
  }

  private static Path firstFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
  }

  /** Every file with its size and time. */
  private static Map<String, Object> listing(Path folder) throws IOException {
    Map<String, Object> listing = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        listing.put(
            folder.relativize(file).toString(),
            List.of(Files.size(file), Files.getLastModifiedTime(file)));
      }
    }
    return listing;
  }
}
