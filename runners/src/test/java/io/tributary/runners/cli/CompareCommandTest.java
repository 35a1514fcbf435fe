package io.tributary.runners.cli;

import static io.tributary.runners.compare.TwoWarehouses.append;
import static io.tributary.runners.compare.TwoWarehouses.event;
import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.runners.compare.TwoWarehouses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompareCommandTest {

  private static final String NOON = "2026-03-02T12:00:00Z";
  private static final Types.NestedField CITY = optional(5, "geo_city", Types.StringType.get());

  @TempDir Path folder;
  private TwoWarehouses both;

  @BeforeEach
  void open() {
    both = new TwoWarehouses(folder);
    append(both.left().events(CITY), event(1, NOON, "geo_city", "Oslo"), event(2, NOON));
    append(both.right().events(CITY), event(1, NOON, "geo_city", "Bergen"), event(2, NOON));
  }

  private Said compare(Path left, Path right, String... more) {
    List<String> args =
        new ArrayList<>(List.of("compare", "--left", left.toString(), "--right", right.toString()));
    args.addAll(Arrays.asList(more));
    return Said.by(args);
  }

  private Said compare(String... more) {
    return compare(both.left().folder(), both.right().folder(), more);
  }

  private static void assertRefused(Said said, String... words) {
    assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).startsWith("compare: ").contains(words).doesNotContain("Exception");
    assertThat(said.err().lines().filter(line -> !line.startsWith("See `"))).hasSize(1);
    assertThat(said.out()).isEmpty();
  }

  @Test
  void endsWithOneWhereARowDiffersAndNamesNoValue() {
    Said said = compare();
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.err()).isEmpty();
    assertThat(said.out())
        .contains("raw/0/1 |    1 |     1 | geo_city", "1 of the tables differ")
        .doesNotContain("Oslo");
  }

  @Test
  void endsWithZeroWhereNoRowDiffers() {
    Said said = compare(both.left().folder(), both.left().folder());
    assertThat(said.exitCode()).isZero();
    assertThat(said.out()).contains("No row differs");
    assertThat(compare("--from", "2026-03-03").exitCode()).isZero();
    assertThat(compare("--from", "2026-03-02", "--to", "2026-03-03").exitCode()).isEqualTo(1);
    assertThat(compare("--to", "2026-03-02").exitCode()).isZero();
  }

  @Test
  void showsValuesWhenAsked() {
    assertThat(compare("--values").out()).contains("geo_city | Oslo | Bergen");
  }

  @Test
  void showsNoExamplesWhenAsked() {
    assertThat(compare("--limit=0").out()).doesNotContain("raw/0/1").contains("differ");
  }

  @Test
  void answersInJson() throws IOException {
    JsonNode answer = new ObjectMapper().readTree(compare("--json", "--from", "2026-03-01").out());
    assertThat(answer.get("differs").asBoolean()).isTrue();
    assertThat(answer.get("from").asText()).isEqualTo("2026-03-01");
    assertThat(answer.get("to").isNull()).isTrue();
    JsonNode table = answer.get("tables").get(0);
    assertThat(table.get("table").asText()).isEqualTo("events_a");
    assertThat(table.get("left").asLong()).isEqualTo(2);
    assertThat(table.get("onlyRight").asLong()).isEqualTo(1);
    assertThat(table.get("examples").get(0).get("row").asText()).isEqualTo("raw/0/1");
    assertThat(table.get("examples").get(0).get("columns").get(0).asText()).isEqualTo("geo_city");
    assertThat(table.get("examples").get(0).get("values")).isEmpty();
  }

  @Test
  void refusesToStartWithoutBothSides() {
    assertRefused(Said.by("compare"), "--left", "--right");
    assertRefused(Said.by("compare", "--left", both.left().folder().toString()), "--right");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    Path missing = folder.resolve("missing");
    assertRefused(compare(missing, both.right().folder()), "--left " + missing, "is no folder");
    assertRefused(compare(both.left().folder(), missing), "--right " + missing, "is no folder");
    assertThat(missing).doesNotExist();
  }

  @Test
  void refusesAFolderWithoutAWarehouse() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertRefused(compare(both.left().folder(), empty), "--right " + empty, "holds no warehouse");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void refusesANamespaceThatIsNotThere() {
    assertRefused(compare("--right-namespace=other"), "other", "--right-namespace");
  }

  @Test
  void refusesATableThatNeitherHas() {
    assertRefused(compare("--table", "events_b"), "events_b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--limit=-1", "--limit=some", "--memory=much", "--from=soon", "--to=20260303"})
  void refusesAnOptionThatIsWrong(String option) {
    assertRefused(compare(option), option.substring(0, option.indexOf('=')));
  }

  @Test
  void refusesAnEmptyRange() {
    assertRefused(
        compare("--from", "2026-03-03", "--to", "2026-03-03"), "--from 2026-03-03", "--to");
  }

  @Test
  void saysWhichTableCannotBeRead() throws IOException {
    Path data = both.left().folder().resolve("analytics/events_a/data");
    Path file;
    try (var files = Files.list(data)) {
      file = files.findFirst().orElseThrow();
    }
    Files.write(file, new byte[100]);
    Said said = compare();
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.err()).startsWith("compare: Table events_a: ").contains(file.toString());
    assertThat(said.err().lines()).hasSize(1);
    assertThat(said.out()).isEmpty();
  }
}
