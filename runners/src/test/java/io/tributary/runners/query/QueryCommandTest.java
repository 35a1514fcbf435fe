package io.tributary.runners.query;

import static io.tributary.runners.query.SampleWarehouse.append;
import static io.tributary.runners.query.SampleWarehouse.row;
import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.iceberg.CatalogConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.StringType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class QueryCommandTest {

  @TempDir Path temp;
  private Path folder;

  private record Ran(int exitCode, String out, String err) {}

  @BeforeEach
  void makeWarehouse() {
    folder = temp.resolve("warehouse");
    fill(SampleWarehouse.in(folder));
  }

  private static void fill(SampleWarehouse warehouse) {
    append(
        warehouse.create(
            "events_a", required(1, "id", StringType.get()), required(2, "n", LongType.get())),
        row("id", "x", "n", 1L),
        row("id", "y", "n", 2L));
  }

  private static Ran runIn(Path folder, String input, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    QueryCommand command =
        new QueryCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    int exitCode =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(
                Stream.concat(Stream.of("--warehouse", folder.toString()), Stream.of(arguments))
                    .toArray(String[]::new));
    return new Ran(
        exitCode,
        out.toString().replace(System.lineSeparator(), "\n"),
        err.toString().replace(System.lineSeparator(), "\n"));
  }

  private Ran run(String... arguments) {
    return runIn(folder, "", arguments);
  }

  @Test
  void answersAsATable() {
    assertThat(run("SELECT * FROM events_a ORDER BY n"))
        .isEqualTo(new Ran(0, " id | n\n----+---\n x  | 1\n y  | 2\n(2 rows)\n", ""));
  }

  @Test
  void answersAsCsvAndJson() {
    assertThat(run("SELECT * FROM events_a ORDER BY n", "--format", "csv").out())
        .isEqualTo("id,n\nx,1\ny,2\n");
    assertThat(run("SELECT * FROM events_a ORDER BY n", "--format=JSON").out())
        .isEqualTo("[\n{\"id\":\"x\",\"n\":1},\n{\"id\":\"y\",\"n\":2}\n]\n");
  }

  @Test
  void showsTheResultOfEachStatement() {
    assertThat(run("CREATE TABLE t AS SELECT 1 AS a; FROM t; SELECT ';' AS b", "--format=csv"))
        .isEqualTo(new Ran(0, "a\n1\nb\n;\n", ""));
  }

  @Test
  void readsSqlFromAFileAndFromStandardInput() throws IOException {
    Path file = temp.resolve("a.sql");
    Files.writeString(file, "-- the number of rows\nSELECT count(*) AS n FROM events_a;\n");

    assertThat(run("-f", file.toString(), "--format=csv").out()).isEqualTo("n\n2\n");
    assertThat(runIn(folder, Files.readString(file), "-", "--format=csv").out())
        .isEqualTo("n\n2\n");
  }

  @Test
  void copiesToAFile() throws IOException {
    Path csv = temp.resolve("out's.csv");

    Ran ran = run("COPY events_a TO '" + csv.toString().replace("'", "''") + "' (HEADER)");

    assertThat(ran).isEqualTo(new Ran(0, "(2 rows written)\n", ""));
    assertThat(Files.readAllLines(csv)).hasSize(3).startsWith("id,n");
  }

  @Test
  void limitsTheRowsOfATable() {
    assertThat(run("FROM range(10)", "--max-rows", "2").out())
        .endsWith("... and 8 more rows; use --format csv or --max-rows to see them\n");
  }

  @Test
  void wrongSqlGivesDuckDbsWordsAndExitCode1() {
    Ran ran = run("SELECT nothing FROM events_a");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith("query: Binder Error: Referenced column \"nothing\" not found")
        .contains("LINE 1")
        .doesNotContain("\n\n", "\tat ", "Exception");
  }

  @Test
  void whatRanBeforeAnErrorIsShown() {
    Ran ran = run("SELECT 1 AS a; SELECT b FROM nowhere; SELECT 3", "--format=csv");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEqualTo("a\n1\n");
    assertThat(ran.err()).startsWith("query: Catalog Error: Table with name nowhere");
  }

  @Test
  void aMistypedTableBringsASuggestion() {
    assertThat(run("FROM event_a").err()).contains("events_a");
  }

  @Test
  void theWarehouseCannotBeChanged() throws IOException {
    List<Path> before = list(folder);

    assertThat(run("INSERT INTO events_a VALUES ('z', 3)").exitCode()).isEqualTo(1);
    assertThat(run("DROP VIEW events_a; CREATE TABLE events_a AS SELECT 1").exitCode()).isZero();

    assertThat(run("SELECT count(*) AS n FROM events_a", "--format=csv").out()).isEqualTo("n\n2\n");
    assertThat(list(folder)).isEqualTo(before);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void aFolderWithoutAWarehouseIsWrongUseAndStaysAsItIs() throws IOException {
    Path missing = temp.resolve("missing");
    Path empty = Files.createDirectory(temp.resolve("empty"));
    for (Path path : List.of(missing, empty)) {
      Ran ran = runIn(path, "", "SHOW TABLES");

      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).startsWith("query: --warehouse " + path).hasLineCount(1);
    }
    assertThat(missing).doesNotExist();
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void wrongUseHasExitCode2() {
    assertWrongUse(run(), "Give either the SQL");
    assertWrongUse(run("SELECT 1", "-f", "x.sql"), "Give either the SQL");
    assertWrongUse(run(" ; "), "no statement");
    assertWrongUse(run("-f", temp.resolve("none.sql").toString()), "does not exist");
    assertWrongUse(run("-f", temp.toString()), "cannot be read");
    assertWrongUse(run("SELECT 1", "--format=xml"), "--format");
    assertWrongUse(run("SELECT 1", "--max-rows=0"), "--max-rows must be positive");
    assertWrongUse(run("SELECT 1", "--width=-1"), "--width must be positive");
    assertWrongUse(run("SELECT 1", "--memory=much"), "--memory");
    assertWrongUse(run("SELECT 1", "--namespace=other"), "no namespace other");
    assertWrongUse(run("SELECT 1", "--catalog", "type=nonsense"), "cannot be read");
    assertThat(
            new CommandLine(new QueryCommand())
                .setErr(new PrintWriter(new StringWriter()))
                .execute("SELECT 1"))
        .isEqualTo(2);
  }

  private static void assertWrongUse(Ran ran, String message) {
    assertThat(ran.err()).contains(message).doesNotContain("\tat ");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void readsAnotherCatalogAndNamespace() {
    Path other = temp.resolve("other");
    Map<String, String> properties = Map.of("type", "hadoop", "warehouse", other.toString());
    fill(SampleWarehouse.in(CatalogConfig.embedded(folder).with("clicks", properties)));

    Ran ran =
        run(
            "SELECT sum(n) AS n FROM events_a",
            "--format=csv",
            "--namespace=clicks",
            "--catalog",
            "type=hadoop",
            "--catalog",
            "warehouse=" + other);

    assertThat(ran).isEqualTo(new Ran(0, "n\n3\n", ""));
  }
}
