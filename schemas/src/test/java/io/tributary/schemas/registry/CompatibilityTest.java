package io.tributary.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.registry.Finding.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'properties':{'a':{}}} | {'properties':{'a':{},'b':{}},'required':['b']}"
            + " | properties.b is newly required",
        "{'properties':{'a':{},'b':{}}} | {'properties':{'b':{}}} | properties.a is removed",
        "{'properties':{'a':{'type':['string','null']}}} | {'properties':{'a':{'type':'string'}}}"
            + " | properties.a allowed null or string, allows string",
        "{'properties':{'a':{'enum':['x','y']}}} | {'properties':{'a':{'enum':['y','z']}}}"
            + " | properties.a allows 'x' no more",
        "{'properties':{'a':{'type':'string'}}} | {'properties':{'a':{'type':'string',"
            + "'enum':['y']}}} | properties.a allows listed values only",
        "{} | {'additionalProperties':false} | properties is closed to other properties",
        "{'properties':{'o':{'type':'object','properties':{'a':{},'b':{}}}}}"
            + " | {'properties':{'o':{'type':'object','properties':{'a':{}}}}}"
            + " | properties.o.b is removed",
        "{'properties':{'l':{'type':'array','items':{'type':'object','properties':{'a':{}}}}}}"
            + " | {'properties':{'l':{'type':'array','items':{'$ref':'#/$defs/i'}}},'$defs':{'i':"
            + "{'type':'object','properties':{'a':{}},'required':['a']}}}"
            + " | properties.l[].a is newly required",
      })
  void findsWhatBreaks(String older, String newer, String change) {
    String what = change.replace('\'', '"');

    assertThat(findings("1-0-0", older, "1-0-1", newer))
        .containsExactly(new Finding(Severity.ERROR, "breaking in an ADDITION: " + what));
    assertThat(findings("1-0-0", older, "1-1-0", newer))
        .containsExactly(new Finding(Severity.WARNING, "breaking: " + what));
    assertThat(findings("1-0-0", older, "2-0-0", newer)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'properties':{'a':{}}} | {'properties':{'a':{},'b':{'type':'string'}}}",
        "{'required':['a']} | {}",
        "{'properties':{'a':{'type':'string'}}} | {'properties':{'a':{'type':['string','null']}}}",
        "{'properties':{'a':{'enum':['x']}}} | {'properties':{'a':{'enum':['x','y']}}}",
        "{'additionalProperties':false} | {}",
        "{'properties':{'a':{'type':'string'}}}"
            + " | {'properties':{'a':{'$ref':'#/$defs/t'}},'$defs':{'t':{'type':'string'}}}",
      })
  void letsGrow(String older, String newer) {
    assertThat(findings("1-0-0", older, "1-0-1", newer)).isEmpty();
  }

  @Test
  void refusesAnotherTypeOfAColumnInARevisionToo() {
    String price = "{'properties':{'price':{'type':'number'}}}";
    String text = "{'properties':{'price':{'type':'string'}}}";

    assertThat(findings("1-0-0", price, "1-1-0", text))
        .containsExactly(
            new Finding(Severity.ERROR, "incompatible: properties.price was DOUBLE, is STRING"),
            new Finding(
                Severity.WARNING, "breaking: properties.price allowed number, allows string"));
    assertThat(findings("1-0-0", price, "2-0-0", text)).isEmpty();
  }

  @Test
  void remembersColumnsOfAllVersionsBefore() {
    SchemaSet set =
        set(
            Map.of(
                "1-0-0", "{'properties':{'p':{'type':'number'}}}",
                "1-1-0", "{}",
                "1-2-0", "{'properties':{'p':{'type':'string'}}}"));

    assertThat(Compatibility.of(set, "t").get(new SchemaVer(1, 2, 0)))
        .containsExactly(
            new Finding(Severity.ERROR, "incompatible: properties.p was DOUBLE, is STRING"));
  }

  @Test
  void reportsEachVersionAndTheWorstOfAll() {
    SchemaSet.Checked checked =
        SchemaSet.check(
            Map.of(
                "a.b",
                Map.of(
                    new SchemaVer(1, 0, 0), "{\"properties\":{\"x\":{}}}",
                    new SchemaVer(1, 1, 0), "{}",
                    new SchemaVer(1, 2, 0), "{"),
                "a_b",
                Map.of(new SchemaVer(1, 0, 0), "{}")),
            SchemaSettings.defaults());

    SchemaReport report = SchemaReport.of(checked, List.of());

    assertThat(report.rows())
        .extracting(row -> row.eventType() + " " + row.version() + " " + row.status())
        .containsExactly("a.b 1-0-0 OK", "a.b 1-1-0 WARNING", "a.b 1-2-0 ERROR", "a_b 1-0-0 OK");
    assertThat(report.rows().get(0))
        .isEqualTo(new SchemaReport.Row("a.b", new SchemaVer(1, 0, 0), "2020-12", 1, List.of()));
    assertThat(report.problems())
        .extracting(SchemaProblem::what)
        .containsExactly("a.b and a_b would share the table events_a_b; rename one of the types");
    assertThat(report.status()).isEqualTo(Severity.ERROR);
  }

  private static List<Finding> findings(String v1, String older, String v2, String newer) {
    SchemaSet set = set(Map.of(v1, older, v2, newer));
    return Compatibility.of(set, "t").get(SchemaVer.parse(v2).orElseThrow());
  }

  private static SchemaSet set(Map<String, String> texts) {
    Map<SchemaVer, String> versions = new HashMap<>();
    texts.forEach(
        (version, text) ->
            versions.put(SchemaVer.parse(version).orElseThrow(), text.replace('\'', '"')));
    return SchemaSet.of(Map.of("t", versions), Dialect.DRAFT_2020_12);
  }
}
