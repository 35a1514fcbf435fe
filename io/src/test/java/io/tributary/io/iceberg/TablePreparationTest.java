package io.tributary.io.iceberg;

import static io.tributary.io.iceberg.Rows.DAY;
import static io.tributary.io.iceberg.Rows.NOON;
import static io.tributary.io.iceberg.Rows.TABLE;
import static io.tributary.io.iceberg.Rows.plain;
import static io.tributary.io.iceberg.Rows.properties;
import static io.tributary.io.iceberg.Rows.schemas;
import static io.tributary.io.iceberg.TestWarehouse.RULES;
import static io.tributary.io.iceberg.TestWarehouse.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.io.iceberg.CatalogConfig.OpenCatalog;
import io.tributary.schemas.registry.SchemaRegistry;
import io.tributary.schemas.registry.SchemaSet;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablePreparationTest {

  private static final DayRange TENTH = days("2026-03-10", "2026-03-11");
  private static final SchemaRegistry NONE = SchemaSet.of(Map.of(), SchemaSettings.defaults());
  private static final SchemaRegistry SCHEMAS =
      schemas(properties("\"n\": {\"type\": \"integer\"}"));
  private static final Rules OTHER_RULES =
      new Rules(Duration.ofMinutes(20), RULES.maxOutOfOrder(), RULES.privacy(), RULES.schemas());

  @TempDir Path temp;
  private TestWarehouse warehouse;

  @BeforeEach
  void open() {
    warehouse = new TestWarehouse(temp.resolve("warehouse"));
  }

  private void prepare(SchemaRegistry registry) {
    warehouse.prepare(registry, TENTH, "prepare").close();
  }

  private List<String> tables() {
    try (OpenCatalog catalog = warehouse.config().open()) {
      return catalog.catalog().listTables(catalog.namespace()).stream()
          .map(id -> id.name())
          .sorted()
          .toList();
    }
  }

  @Test
  void makesTheTablesWithTheirDaysAndRules() {
    prepare(SCHEMAS);

    assertThat(tables()).containsExactly("dead_letters", "duplicates", TABLE, "sessions");
    for (String name : tables()) {
      warehouse.on(
          name,
          table -> {
            String column = name.equals("sessions") ? "closed_at" : "received_at";
            assertThat(table.spec().fields()).hasSize(1);
            assertThat(table.spec().fields().get(0).transform()).hasToString("day");
            assertThat(table.spec().fields().get(0).sourceId())
                .isEqualTo(table.schema().findField(column).fieldId());
            assertThat(table.properties()).containsAllEntriesOf(RULES.asProperties());
            assertThat(table.currentSnapshot()).isNull();
            return null;
          });
    }
  }

  @Test
  void aTableOfATypeWithoutPropertiesHasNoStructForThem() {
    prepare(schemas("{}"));
    assertThat(columns()).contains("context", "properties_other").doesNotContain("properties");

    warehouse.run(schemas("{}"), TENTH, "first", plain(schemas("{}"), 1, NOON, "{\"a\": 1}"));
    assertThat(warehouse.values(TABLE, "properties_other")).containsExactly("{\"a\":1}");

    SchemaRegistry later = schemas("{}", properties("\"a\": {\"type\": \"integer\"}"));
    warehouse.run(
        later,
        days("2026-03-11", "2026-03-12"),
        "second",
        plain(later, 2, NOON + DAY, "{\"a\": 2}"));
    assertThat(columns()).contains("properties");
    assertThat(warehouse.values(TABLE, "properties").toString()).isEqualTo("[null, {a=2}]");
  }

  private List<String> columns() {
    return warehouse.on(
        TABLE, table -> table.schema().columns().stream().map(Types.NestedField::name).toList());
  }

  @Test
  void addsThePropertiesOfANewVersionAtAnyDepth() {
    String first =
        properties(
            """
            "n": {"type": "integer"},
            "o.p": {"type": "object", "properties": {"a": {"type": "string"}}},
            "items": {"type": "array", "items":
              {"type": "object", "properties": {"sku": {"type": "string"}}}}
            """);
    String second =
        properties(
            """
            "n": {"type": "integer"},
            "o.p": {"type": "object", "properties": {
              "a": {"type": "string"}, "b": {"type": "object", "properties":
                {"c.d": {"type": "number"}}}}},
            "items": {"type": "array", "items": {"type": "object", "properties":
              {"sku": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}}}},
            "flag": {"type": "boolean"}
            """);
    SchemaRegistry before = schemas(first);
    warehouse.run(
        before,
        TENTH,
        "first",
        plain(before, 1, NOON, "{\"n\":1,\"o.p\":{\"a\":\"x\"},\"items\":[{\"sku\":\"s\"}]}"));
    int id = warehouse.on(TABLE, table -> table.schema().findField("properties.n").fieldId());

    SchemaRegistry after = schemas(first, second);
    warehouse.run(
        after,
        days("2026-03-11", "2026-03-12"),
        "second",
        plain(
            after,
            2,
            NOON + DAY,
            "{\"n\": 2, \"o.p\": {\"a\": \"y\", \"b\": {\"c.d\": 1.5}}, \"items\": [{\"sku\":\"t\","
                + " \"tags\": [\"u\", \"v\"]}], \"flag\": true}"));

    assertThat(warehouse.values(TABLE, "properties").toString())
        .isEqualTo(
            "[{n=1, o.p={a=x, b=null}, items=[{sku=s, tags=null}], flag=null},"
                + " {n=2, o.p={a=y, b={c.d=1.5}}, items=[{sku=t, tags=[u, v]}], flag=true}]");
    assertThat(warehouse.values(TABLE, "properties_other")).containsOnlyNulls();
    assertThat(warehouse.<Integer>on(TABLE, t -> t.schema().findField("properties.n").fieldId()))
        .isEqualTo(id);
  }

  @Test
  void withoutNewColumnsTheTableStaysAsItIs() {
    prepare(SCHEMAS);
    int before = warehouse.on(TABLE, table -> table.schema().schemaId());
    int files = warehouse.everything().size();
    prepare(SCHEMAS);
    assertThat(warehouse.<Integer>on(TABLE, table -> table.schema().schemaId())).isEqualTo(before);
    assertThat(warehouse.everything()).hasSize(files);
  }

  @Test
  void refusesAColumnOfAnotherTypeAtAnyDepth() {
    prepare(
        schemas(
            properties(
                "\"a\": {\"type\": \"array\", \"items\": {\"type\": \"object\","
                    + " \"properties\": {\"b\": {\"type\": \"string\"}}}}")));
    assertThatThrownBy(
            () ->
                prepare(
                    schemas(
                        properties(
                            "\"a\": {\"type\": \"array\", \"items\": {\"type\":"
                                + " \"object\", \"properties\": {\"b\": {\"type\": \"integer\"}}}}"))))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessage(
            "events_item_seen has properties.a[].b as string, the schemas have long; give the new"
                + " schema another MODEL");
  }

  @Test
  void refusesTextWhereThereWasJsonText() {
    prepare(schemas(properties("\"a\": {}")));
    assertThatThrownBy(() -> prepare(schemas(properties("\"a\": {\"type\": \"string\"}"))))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageContaining("properties.a as JSON text, the schemas have string");
  }

  @Test
  void aNewModelHasATableOfItsOwn() {
    prepare(SCHEMAS);
    prepare(
        SchemaSet.of(
            Map.of(
                Rows.TYPE,
                Map.of(
                    new io.tributary.schemas.registry.SchemaVer(2, 0, 0),
                    properties("\"n\": {\"type\": \"string\"}"))),
            SchemaSettings.defaults()));
    assertThat(tables()).contains(TABLE, TABLE + "_v2");
  }

  @Test
  void refusesOtherRulesForAPartOfTheDays() {
    prepare(SCHEMAS);
    assertThatThrownBy(() -> warehouse.prepare(SCHEMAS, OTHER_RULES, TENTH, "other"))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessage(
            "dead_letters was made with session-gap PT30M, this run has PT20M; use the same, or"
                + " replay everything (no --from, no --to) (and 3 more)");
  }

  @Test
  void otherRulesForAllDaysAreWrittenDownWithTheCommit() {
    warehouse.run(SCHEMAS, DayRange.all(), "first", plain(SCHEMAS, 1, NOON, "{\"n\": 1}"));
    try (PreparedRun run = warehouse.prepare(SCHEMAS, OTHER_RULES, DayRange.all(), "second")) {
      assertThat(rule("session-gap")).isEqualTo("PT30M");
      run.warehouse()
          .commit(
              TestWarehouse.write(run.warehouse(), List.of(plain(SCHEMAS, 1, NOON, "{\"n\": 2}"))),
              table -> {});
    }
    assertThat(rule("session-gap")).isEqualTo("PT20M");
    assertThat(warehouse.values(TABLE, "properties").toString()).isEqualTo("[{n=2}]");
    for (String name : tables()) {
      warehouse.on(
          name,
          table -> assertThat(table.properties()).containsAllEntriesOf(OTHER_RULES.asProperties()));
    }
    warehouse.prepare(SCHEMAS, OTHER_RULES, TENTH, "third").close();
  }

  private String rule(String name) {
    return warehouse.on(TABLE, table -> table.properties().get("tributary.rules." + name));
  }

  @Test
  void tablesOfTypesThatAreGoneAreOverwrittenToo() {
    warehouse.run(
        SCHEMAS,
        DayRange.all(),
        "first",
        plain(SCHEMAS, 1, NOON, "{\"n\": 1}"),
        plain(SCHEMAS, 2, NOON + DAY, "{\"n\": 2}"));

    CommitReport report = warehouse.run(NONE, TENTH, "second");

    assertThat(report.rows()).containsEntry(TABLE, 0L);
    assertThat(warehouse.values(TABLE, "kafka_offset")).containsExactly(2L);
  }

  @Test
  void leavesTablesOfOthersInTheNamespaceAlone() {
    prepare(SCHEMAS);
    try (OpenCatalog catalog = warehouse.config().open()) {
      catalog
          .catalog()
          .createTable(
              catalog.table("my_notes"),
              new Schema(Types.NestedField.required(1, "note", Types.StringType.get())));
    }

    CommitReport report =
        warehouse.run(SCHEMAS, TENTH, "second", plain(SCHEMAS, 1, NOON, "{\"n\": 1}"));

    assertThat(report.rows()).doesNotContainKey("my_notes");
    assertThat(warehouse.values(TABLE, "kafka_offset")).containsExactly(1L);
    assertThat(warehouse.<Map<String, String>>on("my_notes", Table::properties))
        .noneSatisfy((key, value) -> assertThat(key).startsWith("tributary."));
  }

  @Test
  void refusesATableThatIsPartitionedOtherwise() {
    prepare(SCHEMAS);
    warehouse.on(
        TABLE,
        table -> {
          table.updateSpec().addField(Expressions.bucket("anonymous_id", 4)).commit();
          return null;
        });
    assertThatThrownBy(() -> prepare(SCHEMAS))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessage(
            "events_item_seen is not partitioned by the day of received_at alone; undo that, or"
                + " give --warehouse another folder");
  }

  @Test
  void refusesAForeignTableThatHasTheNameOfOneOfOurs() {
    prepare(NONE);
    try (OpenCatalog catalog = warehouse.config().open()) {
      catalog.catalog().dropTable(catalog.table("sessions"), false);
      catalog
          .catalog()
          .createTable(
              catalog.table("sessions"),
              new Schema(Types.NestedField.required(1, "note", Types.StringType.get())),
              PartitionSpec.unpartitioned());
    }
    assertThatThrownBy(() -> prepare(SCHEMAS))
        .isInstanceOf(InvalidWarehouse.class)
        .hasMessageStartingWith("sessions is not partitioned by the day of closed_at alone");
  }
}
