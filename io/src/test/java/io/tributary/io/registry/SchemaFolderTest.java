package io.tributary.io.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.registry.Dialect;
import io.tributary.schemas.registry.Finding.Severity;
import io.tributary.schemas.registry.InvalidSchemas;
import io.tributary.schemas.registry.SchemaProblem;
import io.tributary.schemas.registry.SchemaReport;
import io.tributary.schemas.registry.SchemaSet;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaVer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFolderTest {
  @TempDir Path folder;

  @Test
  void loadsTypesAndVersions() throws IOException {
    write("product.viewed/1-0-0.json", "{}");
    write("product.viewed/1-0-10.json", "{}");
    write("order/2-0-0.json", "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}");

    SchemaSet set = SchemaFolder.load(folder, Dialect.DRAFT_4);

    assertThat(set.eventTypes()).containsExactly("order", "product.viewed");
    assertThat(set.versions("product.viewed"))
        .containsExactly(new SchemaVer(1, 0, 0), new SchemaVer(1, 0, 10));
    assertThat(set.newest("product.viewed").orElseThrow().dialect()).isEqualTo(Dialect.DRAFT_4);
    assertThat(set.newest("order").orElseThrow().dialect()).isEqualTo(Dialect.DRAFT_7);
  }

  @Test
  void passesOverWhatIsNoSchema() throws IOException {
    write("README.md", "x");
    write("make.py", "x");
    write(".git/config", "x");
    write("order/NOTES.txt", "x");
    write("order/.1-0-0.json.swp", "x");
    write("order/1-0-0.json", "{}");

    assertThat(SchemaFolder.load(folder, Dialect.DRAFT_2020_12).eventTypes())
        .containsExactly("order");
  }

  @Test
  void reportsEveryFileThatIsWrong() throws IOException {
    write("1-0-0.json", "{}");
    write("Order/1-0-0.json", "{}");
    write("a..b/1-0-0.json", "{}");
    write("n".repeat(201) + "/1-0-0.json", "{}");
    write("order/1-0.json", "{}");
    write("order/0-0-1.json", "{}");
    write("order/1-0-0.json", "{");
    write("order/1-0-1.json", "{\"type\":\"string\",\"type\":\"null\"}");
    write("order/1-0-2.json", "{\"type\":\"strin\"}");
    Files.write(folder.resolve("order/1-0-3.json"), new byte[] {'"', (byte) 0xFF, '"'});
    Files.createDirectories(folder.resolve("order/1-0-4.json"));
    Files.createDirectories(folder.resolve("empty"));

    List<SchemaProblem> problems = problems();

    assertThat(problems)
        .extracting(problem -> folder.relativize(Path.of(problem.source())).toString())
        .containsExactly(
            "1-0-0.json",
            "Order",
            "a..b",
            "empty",
            "n".repeat(201),
            "order/0-0-1.json",
            "order/1-0-3.json",
            "order/1-0-4.json",
            "order/1-0.json",
            "order/1-0-0.json",
            "order/1-0-1.json",
            "order/1-0-2.json");
    assertThat(problems).extracting(SchemaProblem::what).noneMatch(String::isBlank);
  }

  @Test
  void saysInOneLineWhatIsWrongFirst() throws IOException {
    write("order/1-0-0.json", "{");
    write("order/1-0-1.json", "[]");

    assertThatThrownBy(() -> SchemaFolder.load(folder, Dialect.DRAFT_2020_12))
        .isInstanceOf(InvalidSchemas.class)
        .hasMessageStartingWith(folder.resolve("order/1-0-0.json") + ": is not JSON in line 1")
        .hasMessageEndingWith("(and 1 more)")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesAFolderThatIsMissingOrEmpty() {
    assertThatThrownBy(() -> SchemaFolder.load(folder, Dialect.DRAFT_2020_12))
        .isInstanceOf(InvalidSchemas.class)
        .hasMessageContaining("holds no schemas");
    assertThatThrownBy(() -> SchemaFolder.load(folder.resolve("none"), Dialect.DRAFT_2020_12))
        .isInstanceOf(InvalidSchemas.class)
        .hasMessageContaining("there is no such folder");
  }

  @Test
  void reportsOnAFolderWithoutThrowing() throws IOException {
    write("order/1-0-0.json", "{\"properties\":{\"p\":{\"type\":\"number\"}}}");
    write("order/1-0-1.json", "{\"properties\":{\"p\":{\"type\":\"string\"}}}");
    write("order/1-0-2.json", "{");
    write("Bad/1-0-0.json", "{}");

    SchemaReport report = SchemaFolder.check(folder, SchemaSettings.defaults());

    assertThat(report.rows())
        .extracting(SchemaReport.Row::status)
        .containsExactly(Severity.OK, Severity.ERROR, Severity.ERROR);
    assertThat(report.rows().get(1).findings().get(0).what())
        .isEqualTo("incompatible: properties.p was DOUBLE, is STRING");
    assertThat(report.problems())
        .extracting(SchemaProblem::source)
        .containsExactly(folder.resolve("Bad").toString());
  }

  private List<SchemaProblem> problems() {
    try {
      SchemaFolder.load(folder, SchemaSettings.defaults());
      return List.of();
    } catch (InvalidSchemas e) {
      return e.problems();
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
