package io.tributary.runners.query;

import static io.tributary.runners.query.SampleWarehouse.append;
import static io.tributary.runners.query.SampleWarehouse.row;
import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.BinaryType;
import org.apache.iceberg.types.Types.DoubleType;
import org.apache.iceberg.types.Types.IntegerType;
import org.apache.iceberg.types.Types.ListType;
import org.apache.iceberg.types.Types.LongType;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.types.Types.StringType;
import org.apache.iceberg.types.Types.StructType;
import org.apache.iceberg.types.Types.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueriesTest {

  private static final long NOON = 1_772_452_800_000_000L; // 2026-03-02T12:00:00Z

  @TempDir Path temp;
  private SampleWarehouse warehouse;

  @BeforeEach
  void makeWarehouse() {
    warehouse = SampleWarehouse.in(temp.resolve("ware[h]ouse's *"));
  }

  private String json(String sql) {
    StringWriter text = new StringWriter();
    try (Queries queries = Queries.open(warehouse.config())) {
      PrintWriter out = new PrintWriter(text);
      queries.run(sql, ResultWriter.of(Format.JSON, out, new ResultWriter.Layout(10, 0)));
      out.flush();
    }
    return text.toString().replace("\n", "");
  }

  /** A table with a file from before its structs got more fields, and one from after. */
  private void evolve(String sku, String colour, String quantity) {
    Table table =
        warehouse.create(
            "events_order",
            required(1, "event_id", StringType.get()),
            required(2, "received_at", TimestampType.withZone()),
            optional(
                3,
                "properties",
                StructType.of(
                    optional(11, "amount", IntegerType.get()),
                    optional(
                        12,
                        "items",
                        ListType.ofOptional(
                            20, StructType.of(optional(21, sku, StringType.get())))))));
    append(
        table,
        row(
            "event_id",
            "old",
            "received_at",
            NOON,
            "properties",
            row("amount", 7, "items", List.of(row(sku, "s1"), row(sku, "s2")))),
        row("event_id", "none", "received_at", NOON));
    table.updateSchema().updateColumn("properties.amount", LongType.get()).commit();
    table
        .updateSchema()
        .unionByNameWith(
            new Schema(
                optional(
                    3,
                    "properties",
                    StructType.of(
                        optional(13, colour, StringType.get()),
                        optional(
                            12,
                            "items",
                            ListType.ofOptional(
                                20,
                                StructType.of(
                                    optional(22, quantity, LongType.get()),
                                    optional(
                                        23,
                                        "size",
                                        StructType.of(
                                            optional(24, "width", DoubleType.get())))))))),
                optional(4, "channel", StringType.get())))
        .commit();
    append(
        table,
        row(
            "event_id",
            "new",
            "received_at",
            NOON + 1_000,
            "properties",
            row(
                "amount",
                5_000_000_000L,
                colour,
                "red",
                "items",
                List.of(row(sku, "s3", quantity, 2L, "size", row("width", 1.5)))),
            "channel",
            "shop"));
  }

  @Test
  void readsNullsWhereOldFilesLackColumnsAndNestedFields() {
    evolve("sku", "colour", "quantity");

    assertThat(json("SELECT * EXCLUDE received_at FROM events_order ORDER BY event_id"))
        .isEqualTo(
            """
            [{"event_id":"new","properties":{"amount":5000000000,"items":[{"sku":"s3",\
            "quantity":2,"size":{"width":1.5}}],"colour":"red"},"channel":"shop"},\
            {"event_id":"none","properties":null,"channel":null},\
            {"event_id":"old","properties":{"amount":7,"items":[\
            {"sku":"s1","quantity":null,"size":null},{"sku":"s2","quantity":null,"size":null}],\
            "colour":null},"channel":null}]\
            """);
  }

  @Test
  void filtersAndSelectsFieldsThatOldFilesLack() {
    evolve("sku", "colour", "quantity");

    assertThat(json("SELECT event_id FROM events_order WHERE properties.colour = 'red'"))
        .isEqualTo("[{\"event_id\":\"new\"}]");
    assertThat(
            json(
                "SELECT event_id FROM events_order WHERE properties.colour IS NULL"
                    + " AND channel IS NULL ORDER BY 1"))
        .isEqualTo("[{\"event_id\":\"none\"},{\"event_id\":\"old\"}]");
    assertThat(json("SELECT properties.colour AS c FROM events_order ORDER BY event_id"))
        .isEqualTo("[{\"c\":\"red\"},{\"c\":null},{\"c\":null}]");
    assertThat(json("SELECT count(*) AS n FROM events_order WHERE properties.colour <> 'red'"))
        .isEqualTo("[{\"n\":0}]");
    assertThat(
            json(
                "SELECT sum(item.quantity) AS n, max(item.size.width) AS w FROM"
                    + " (SELECT unnest(properties.items) AS item FROM events_order)"))
        .isEqualTo("[{\"n\":2,\"w\":1.5}]");
    assertThat(json("SELECT count(*) AS n, count(channel) AS c FROM events_order"))
        .isEqualTo("[{\"n\":3,\"c\":1}]");
  }

  @Test
  void showsNamesAsTheyAreWhateverTheFilesCallThem() {
    evolve("s.k u", "fa\u00e7on \u6771", "1st");

    assertThat(json("SELECT properties FROM events_order ORDER BY event_id"))
        .isEqualTo(
            """
            [{"properties":{"amount":5000000000,"items":[{"s.k u":"s3","1st":2,\
            "size":{"width":1.5}}],"fa\u00e7on \u6771":"red"}},\
            {"properties":null},\
            {"properties":{"amount":7,"items":[{"s.k u":"s1","1st":null,"size":null},\
            {"s.k u":"s2","1st":null,"size":null}],"fa\u00e7on \u6771":null}}]\
            """);
    assertThat(
            json(
                "SELECT event_id FROM events_order WHERE properties.items[1].\"s.k u\" = 's3'"
                    + " OR properties.\"fa\u00e7on \u6771\" = 'blue'"))
        .isEqualTo("[{\"event_id\":\"new\"}]");
  }

  @Test
  void nestedNamesThatTheDriverWouldGarbleStayAsInTheFiles() {
    evolve("sku", "\uD83D\uDE00", "quantity");

    assertThat(json("SELECT properties._xD83D_xDE00 AS c FROM events_order WHERE channel = 'shop'"))
        .isEqualTo("[{\"c\":\"red\"}]");
  }

  @Test
  void showsOddNamesOfColumns() {
    NestedField[] columns = {
      required(1, "1st", StringType.get()),
      optional(2, "a.b", StringType.get()),
      optional(3, "say \"hi\", it's", StringType.get()),
      optional(4, "\uD83D\uDE00", StringType.get())
    };
    append(
        warehouse.create("odd", columns),
        row("1st", "x", "a.b", "y", "say \"hi\", it's", "z", "\uD83D\uDE00", "\uD83D\uDE01"));
    warehouse.create("odd_empty", columns);

    assertThat(json("FROM odd"))
        .isEqualTo(
            "[{\"1st\":\"x\",\"a.b\":\"y\",\"say \\\"hi\\\", it's\":\"z\","
                + "\"\uD83D\uDE00\":\"\uD83D\uDE01\"}]");
    assertThat(json("SELECT \"a.b\", \"say \"\"hi\"\", it's\" FROM odd_empty")).isEqualTo("[]");
  }

  @Test
  void givesAnEmptyTableItsColumnsAndTypes() {
    warehouse.create(
        "events_none",
        required(1, "event_id", StringType.get()),
        optional(2, "at", TimestampType.withZone()),
        optional(3, "local", TimestampType.withoutZone()),
        optional(4, "payload", BinaryType.get()),
        optional(
            5,
            "properties",
            StructType.of(optional(6, "a.b", ListType.ofOptional(7, LongType.get())))));

    assertThat(json("SELECT column_name, column_type FROM (DESCRIBE events_none)"))
        .isEqualTo(
            """
            [{"column_name":"event_id","column_type":"VARCHAR"},\
            {"column_name":"at","column_type":"TIMESTAMP WITH TIME ZONE"},\
            {"column_name":"local","column_type":"TIMESTAMP"},\
            {"column_name":"payload","column_type":"BLOB"},\
            {"column_name":"properties","column_type":"STRUCT(\\"a.b\\" BIGINT[])"}]\
            """);
    assertThat(json("SELECT count(*) AS n FROM events_none")).isEqualTo("[{\"n\":0}]");
  }

  @Test
  void holdsTheHighestRevisionOfEachSession() {
    Table sessions =
        warehouse.create(
            "sessions",
            required(1, "session_id", StringType.get()),
            required(2, "event_count", LongType.get()),
            required(3, "revision", IntegerType.get()));
    append(
        sessions,
        row("session_id", "a", "event_count", 9L, "revision", 2),
        row("session_id", "b", "event_count", 1L, "revision", 1));
    append(sessions, row("session_id", "a", "event_count", 10L, "revision", 3));
    append(sessions, row("session_id", "a", "event_count", 8L, "revision", 1));

    assertThat(json("FROM sessions_current ORDER BY session_id"))
        .isEqualTo(
            "[{\"session_id\":\"a\",\"event_count\":10,\"revision\":3},"
                + "{\"session_id\":\"b\",\"event_count\":1,\"revision\":1}]");
    assertThat(json("SHOW TABLES"))
        .isEqualTo("[{\"name\":\"sessions\"},{\"name\":\"sessions_current\"}]");
  }

  @Test
  void tablesThatTheSqlDoesNotNameAreListedAndNeverReadAsEmpty() {
    append(warehouse.create("events_a", required(1, "x", LongType.get())), row("x", 1L));
    append(warehouse.create("events_b", required(1, "y", LongType.get())), row("y", 2L));

    assertThat(json("SHOW TABLES")).isEqualTo("[{\"name\":\"events_a\"},{\"name\":\"events_b\"}]");
    assertThat(json("FROM EVENTS_A")).isEqualTo("[{\"x\":1}]");
    assertThat(json("SELECT column_name AS c FROM information_schema.columns ORDER BY 1"))
        .isEqualTo("[{\"c\":\"x\"},{\"c\":\"y\"}]");
    assertThat(json("FROM query_table('events' || '_b')")).isEqualTo("[{\"y\":2}]");
    try (Queries queries = Queries.open(warehouse.config())) {
      assertThat(queries.tables()).containsExactly("events_a", "events_b");
      assertThat(queries.text("FROM events_a")).contains(" 1\n(1 row)");
      assertThat(queries.text("FROM events_b")).contains(" 2\n(1 row)");
      assertThat(queries.text("FROM events_a, events_b")).contains(" 1 | 2\n");
    }
  }

  @Test
  void timesAreInUtcWhereverItRuns() {
    append(
        warehouse.create("t", required(1, "at_time", TimestampType.withZone())),
        row("at_time", NOON + 123_000));

    assertThat(json("SELECT at_time, at_time::VARCHAR AS text, hour(at_time) AS hour FROM t"))
        .isEqualTo(
            "[{\"at_time\":\"2026-03-02T12:00:00.123Z\",\"text\":\"2026-03-02 12:00:00.123+00\","
                + "\"hour\":12}]");
  }

  @Test
  void anEmptyWarehouseAnswersToo() {
    assertThat(json("SHOW TABLES; SELECT 1 AS one")).isEqualTo("[][{\"one\":1}]");
  }

  @Test
  void refusesSomethingThatIsNoAmountOfMemory() {
    assertThatThrownBy(() -> Queries.open(warehouse.config(), "much"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Memory limit");
  }
}
