package io.tributary.schemas.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.registry.Dialect;
import io.tributary.schemas.registry.SchemaSet;
import io.tributary.schemas.registry.SchemaVer;
import io.tributary.schemas.table.EventTables.EventTable;
import io.tributary.schemas.table.StructType.Field;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class EventTablesTest {

  @Test
  void namesTablesByTypeAndModel() {
    assertThat(TableNames.eventTable("product.viewed", 1)).isEqualTo("events_product_viewed");
    assertThat(TableNames.eventTable("product.viewed", 2)).isEqualTo("events_product_viewed_v2");
  }

  @Test
  void reportsTypesThatWouldShareATable() {
    SchemaSet set =
        set(
            "a.b 1-0-0",
            "{}",
            "a_b 1-0-0",
            "{}",
            "c 2-0-0",
            "{}",
            "c.v2 1-0-0",
            "{}",
            "d 1-0-0",
            "{}");

    assertThat(TableNames.clashes(set))
        .extracting(Object::toString)
        .containsExactly(
            "a.b and a_b would share the table events_a_b",
            "c MODEL 2 and c.v2 would share the table events_c_v2");
    assertThat(EventTables.of(set).problems()).hasSize(2);
  }

  @Test
  void joinsTheVersionsOfAModelInTheirOrder() {
    EventTables tables =
        EventTables.of(
            set(
                "a 1-0-10", properties("'z':{'type':'string'},'y':{'type':'boolean'}"),
                "a 1-0-2", properties("'z':{'type':'string'},'x':{'type':'integer'}"),
                "a 2-0-0", properties("'z':{'type':'integer'}")));

    assertThat(tables.problems()).isEmpty();
    assertThat(tables.tables().keySet()).containsExactly("events_a", "events_a_v2");
    assertThat(tables.table("a", 1))
        .isEqualTo(
            new EventTable(
                "events_a",
                "a",
                1,
                StructType.of(
                    new Field("z", Scalar.STRING),
                    new Field("x", Scalar.LONG),
                    new Field("y", Scalar.BOOLEAN))));
    assertThat(tables.table("a", 2).properties())
        .isEqualTo(StructType.of(new Field("z", Scalar.LONG)));
    assertThat(tables.table("a", 3)).isNull();
    assertThat(tables.table("b", 1)).isNull();
    assertThat(SerializableUtils.clone(tables).tables()).isEqualTo(tables.tables());
  }

  @Test
  void reportsColumnsWhoseTypeChangesAlsoInside() {
    EventTables tables =
        EventTables.of(
            set(
                "a 1-0-0",
                properties(
                    "'p':{'type':'number'},'o':{'type':'object','properties':{'q':"
                        + "{'type':'array','items':{'type':'string'}}}}"),
                "a 1-0-1",
                properties(
                    "'p':{'type':'integer'},'o':{'type':'object','properties':{'q':"
                        + "{'type':'array','items':{'type':'integer'}}}}")));

    assertThat(tables.problems())
        .containsExactly(
            "a 1-0-1: properties.p was DOUBLE, is LONG",
            "a 1-0-1: properties.o.q[] was STRING, is LONG");
  }

  @Test
  void refusesTextForJsonText() {
    assertThat(
            EventTables.of(
                    set(
                        "a 1-0-0", properties("'p':{'type':'string'}"),
                        "a 1-1-0", properties("'p':{}")))
                .problems())
        .containsExactly("a 1-1-0: properties.p was STRING, is JSON");
  }

  @Test
  void givesNoColumnToALaterNameOfOtherCase() {
    assertThat(
            EventTables.of(
                    set(
                        "a 1-0-0", properties("'p':{'type':'string'}"),
                        "a 1-0-1", properties("'P':{'type':'integer'},'p':{'type':'string'}")))
                .table("a", 1)
                .properties())
        .isEqualTo(StructType.of(new Field("p", Scalar.STRING)));
  }

  private static String properties(String members) {
    return "{'properties':{" + members + "}}";
  }

  private static SchemaSet set(String... idsAndTexts) {
    Map<String, Map<SchemaVer, String>> texts = new HashMap<>();
    for (int i = 0; i < idsAndTexts.length; i += 2) {
      String[] id = idsAndTexts[i].split(" ", -1);
      texts
          .computeIfAbsent(id[0], any -> new HashMap<>())
          .put(SchemaVer.parse(id[1]).orElseThrow(), idsAndTexts[i + 1].replace('\'', '"'));
    }
    return SchemaSet.of(texts, Dialect.DRAFT_2020_12);
  }
}
