package io.tributary.runners.compare;

import static io.tributary.runners.compare.TwoWarehouses.append;
import static io.tributary.runners.compare.TwoWarehouses.event;
import static io.tributary.runners.compare.TwoWarehouses.row;
import static io.tributary.runners.compare.TwoWarehouses.session;
import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runners.compare.TableComparison.RowDifference;
import io.tributary.runners.compare.TableComparison.Sides;
import io.tributary.runners.compare.TableComparison.Values;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonTest {

  private static final String NOON = "2026-03-02T12:00:00Z";
  private static final Types.NestedField CITY = optional(5, "geo_city", Types.StringType.get());
  private static final Types.NestedField PROPERTIES =
      optional(
          6,
          "properties",
          Types.StructType.of(
              optional(7, "sku", Types.StringType.get()),
              optional(8, "price", Types.DoubleType.get())));

  @TempDir Path folder;
  private TwoWarehouses both;

  @BeforeEach
  void open() {
    both = new TwoWarehouses(folder);
  }

  private TableComparison only(Comparison comparison) {
    assertThat(comparison.tables()).hasSize(1);
    return comparison.tables().get(0);
  }

  private static void assertEqual(TableComparison table) {
    assertThat(table.differs()).isFalse();
    assertThat(List.of(table.onlyLeft(), table.onlyRight(), table.waiting())).containsOnly(0L);
    assertThat(table.examples()).isEmpty();
  }

  @Test
  void findsNothingInTheSameRowsInAnotherOrderAndOtherFiles() {
    append(
        both.left.events(CITY, PROPERTIES),
        event(1, NOON, "geo_city", "Oslo", "properties", row("sku", "a", "price", 1.5)),
        event(2, NOON));
    Table right = both.right.events(CITY, PROPERTIES);
    append(right, event(2, NOON));
    append(right, event(1, NOON, "geo_city", "Oslo", "properties", row("sku", "a", "price", 1.5)));
    Comparison comparison = both.compare();
    assertThat(comparison.differs()).isFalse();
    TableComparison table = only(comparison);
    assertEqual(table);
    assertThat(table.left()).isEqualTo(2);
    assertThat(table.right()).isEqualTo(2);
    assertThat(table.sides()).isEqualTo(Sides.BOTH);
    assertThat(table.schema()).isEqualTo(SchemaDifferences.none());
  }

  @Test
  void namesTheColumnsThatDiffer() {
    append(
        both.left.events(CITY, PROPERTIES),
        event(1, NOON),
        event(7, NOON, "geo_city", "Oslo", "properties", row("sku", "a", "price", 1.5)));
    append(
        both.right.events(CITY, PROPERTIES),
        event(1, NOON),
        event(7, NOON, "geo_city", "Bergen", "properties", row("sku", "a", "price", 2.5)));
    Comparison comparison = both.compare();
    assertThat(comparison.differs()).isTrue();
    TableComparison table = only(comparison);
    assertThat(table.onlyLeft()).isEqualTo(1);
    assertThat(table.onlyRight()).isEqualTo(1);
    assertThat(table.examples())
        .containsExactly(
            new RowDifference("raw/0/7", 1, 1, List.of("geo_city", "properties.price"), List.of()));
  }

  @Test
  void tellsValuesWhenAsked() {
    append(both.left.events(CITY), event(7, NOON, "geo_city", "Oslo"));
    append(both.right.events(CITY), event(7, NOON));
    Comparison comparison = both.compare(Scope.of(DayRange.all()).withValues());
    assertThat(only(comparison).examples().get(0).values())
        .containsExactly(new Values("geo_city", "Oslo", null));
    assertThat(comparison.toString()).doesNotContain("Oslo");
  }

  @Test
  void cutsLongValues() {
    append(both.left.events(CITY), event(7, NOON, "geo_city", "x".repeat(5000)));
    append(both.right.events(CITY), event(7, NOON));
    assertThat(
            only(both.compare(Scope.of(DayRange.all()).withValues()))
                .examples()
                .get(0)
                .values()
                .get(0)
                .left())
        .isEqualTo("x".repeat(200));
  }

  @Test
  void tellsRowsOfOneSideAlone() {
    append(both.left.events(), event(1, NOON), event(2, NOON));
    append(both.right.events(), event(2, NOON), event(3, NOON), event(4, NOON));
    TableComparison table = only(both.compare());
    assertThat(table.onlyLeft()).isEqualTo(1);
    assertThat(table.onlyRight()).isEqualTo(2);
    assertThat(table.examples())
        .containsExactly(
            new RowDifference("raw/0/1", 1, 0, List.of(), List.of()),
            new RowDifference("raw/0/3", 0, 1, List.of(), List.of()),
            new RowDifference("raw/0/4", 0, 1, List.of(), List.of()));
  }

  @Test
  void countsARowThatStandsTwice() {
    append(both.left.events(), event(1, NOON), event(1, NOON), event(1, NOON));
    append(both.right.events(), event(1, NOON));
    TableComparison table = only(both.compare());
    assertThat(table.onlyLeft()).isEqualTo(2);
    assertThat(table.onlyRight()).isZero();
    assertThat(table.examples())
        .containsExactly(new RowDifference("raw/0/1", 3, 1, List.of(), List.of()));
  }

  @Test
  void tellsNoMoreExamplesThanAsked() {
    List<Long> offsets = Stream.iterate(0L, offset -> offset + 1).limit(40).toList();
    Table left = both.left.events(CITY);
    Table right = both.right.events(CITY);
    for (long offset : offsets) {
      append(left, event(offset, NOON, "geo_city", "Oslo"));
    }
    append(right, event(0, NOON));
    assertThat(only(both.compare()).examples()).hasSize(5);
    assertThat(only(both.compare(Scope.of(DayRange.all()).withExamples(2))).examples()).hasSize(2);
    TableComparison none = only(both.compare(Scope.of(DayRange.all()).withExamples(0)));
    assertThat(none.examples()).isEmpty();
    assertThat(none.onlyLeft()).isEqualTo(40);
  }

  static Stream<Arguments> nearlyEqual() {
    Type strings = Types.ListType.ofOptional(20, Types.StringType.get());
    Type lists =
        Types.ListType.ofOptional(
            20,
            Types.ListType.ofOptional(21, Types.ListType.ofOptional(22, Types.StringType.get())));
    Types.StructType one =
        Types.StructType.of(
            optional(21, "a", Types.StringType.get()), optional(22, "b", Types.StringType.get()));
    Type structs = Types.ListType.ofOptional(20, one);
    Type text = Types.StringType.get();
    Type bytes = Types.BinaryType.get();
    List<Object> noElement = Collections.singletonList(null);
    return Stream.of(
        Arguments.of(text, null, ""),
        Arguments.of(text, "a", "a "),
        Arguments.of(text, "NULL", null),
        Arguments.of(bytes, ByteBuffer.wrap(new byte[0]), null),
        Arguments.of(bytes, ByteBuffer.wrap(new byte[] {0}), ByteBuffer.wrap(new byte[] {0, 0})),
        Arguments.of(Types.DoubleType.get(), 0.1, Math.nextUp(0.1)),
        Arguments.of(Types.BooleanType.get(), false, null),
        Arguments.of(Types.LongType.get(), 0L, null),
        Arguments.of(strings, null, List.of()),
        Arguments.of(strings, List.of(), noElement),
        Arguments.of(strings, List.of("a"), Arrays.asList("a", null)),
        Arguments.of(strings, List.of("a", "b"), List.of("b", "a")),
        Arguments.of(strings, List.of("a, b"), List.of("a", "b")),
        Arguments.of(one, null, row()),
        Arguments.of(one, row("a", "x"), row("b", "x")),
        Arguments.of(structs, List.of(row()), noElement),
        Arguments.of(structs, List.of(row("a", "x"), row("a", "y")), List.of(row("a", "x"))),
        Arguments.of(
            structs, List.of(row("a", "x", "b", "y")), List.of(row("a", "x', 'b': y", "b", null))),
        Arguments.of(
            lists,
            List.of(List.of(List.of("a")), List.of(List.of("b"))),
            List.of(List.of(List.of("a"), List.of("b")))),
        Arguments.of(lists, List.of(List.of()), List.of(List.of(List.of()))));
  }

  @ParameterizedTest
  @MethodSource("nearlyEqual")
  void tellsValuesApartThatAreNearlyEqual(Type type, Object left, Object right) {
    Types.NestedField column = optional(5, "value", type);
    append(both.left.events(column), event(1, NOON, "value", left), event(2, NOON, "value", left));
    append(
        both.right.events(column), event(1, NOON, "value", right), event(2, NOON, "value", left));
    TableComparison table = only(both.compare());
    assertThat(table.onlyLeft()).isEqualTo(1);
    assertThat(table.onlyRight()).isEqualTo(1);
    RowDifference example = table.examples().get(0);
    assertThat(example.row()).isEqualTo("raw/0/1");
    assertThat(example.columns()).isNotEmpty().allMatch(name -> name.startsWith("value"));
  }

  @Test
  void aColumnOfOneSideCountsWhereItHasAValue() {
    append(both.left.events(CITY), event(1, NOON), event(2, NOON, "geo_city", "Oslo"));
    append(both.right.events(), event(1, NOON), event(2, NOON));
    TableComparison table = only(both.compare());
    assertThat(table.onlyLeft()).isEqualTo(1);
    assertThat(table.schema())
        .isEqualTo(new SchemaDifferences(List.of("geo_city"), List.of(), List.of()));
    assertThat(table.examples())
        .containsExactly(new RowDifference("raw/0/2", 1, 1, List.of("geo_city"), List.of()));
  }

  @Test
  void aFieldOfOneSideCountsWhereItHasAValue() {
    Types.NestedField wider =
        optional(
            9,
            "properties",
            Types.StructType.of(
                optional(12, "coupon", Types.StringType.get()),
                optional(10, "sku", Types.StringType.get())));
    append(
        both.left.events(PROPERTIES),
        event(1, NOON, "properties", row("sku", "a")),
        event(2, NOON, "properties", row("sku", "a")),
        event(3, NOON));
    append(
        both.right.events(wider),
        event(1, NOON, "properties", row("sku", "a")),
        event(2, NOON, "properties", row("sku", "a", "coupon", "x")),
        event(3, NOON));
    TableComparison table = only(both.compare());
    assertThat(table.schema().onlyLeft()).containsExactly("properties.price");
    assertThat(table.schema().onlyRight()).containsExactly("properties.coupon");
    assertThat(table.examples())
        .containsExactly(
            new RowDifference("raw/0/2", 1, 1, List.of("properties.coupon"), List.of()));
  }

  @Test
  void numbersOfTwoWidthsAreCompared() {
    append(
        both.left.events(
            optional(5, "n", Types.IntegerType.get()), optional(6, "x", Types.LongType.get())),
        event(1, NOON, "n", 3, "x", 4L));
    append(
        both.right.events(
            optional(5, "n", Types.LongType.get()), optional(6, "x", Types.DoubleType.get())),
        event(1, NOON, "n", 3L, "x", 4.0));
    TableComparison table = only(both.compare());
    assertEqual(table);
    assertThat(table.schema().otherType()).containsExactly("n", "x");
  }

  @Test
  void typesWithNothingInCommonAreComparedAsText() {
    Types.NestedField text =
        optional(6, "properties", Types.StructType.of(optional(7, "sku", Types.StringType.get())));
    Types.NestedField number =
        optional(6, "properties", Types.StructType.of(optional(7, "sku", Types.LongType.get())));
    append(
        both.left.events(text, optional(8, "v", Types.StringType.get())),
        event(1, NOON, "properties", row("sku", "17"), "v", "x"));
    append(
        both.right.events(
            number,
            optional(8, "v", Types.StructType.of(optional(9, "inner", Types.StringType.get())))),
        event(1, NOON, "properties", row("sku", 17L), "v", row("inner", "x")));
    TableComparison table = only(both.compare());
    assertThat(table.schema().otherType()).containsExactly("properties.sku", "v");
    assertThat(table.examples())
        .containsExactly(new RowDifference("raw/0/1", 1, 1, List.of("v"), List.of()));
  }

  @Test
  void filesOlderThanAColumnHaveNullsThere() {
    Table left = both.left.events();
    append(left, event(1, NOON));
    left.updateSchema().addColumn("geo_city", Types.StringType.get()).commit();
    append(left, event(2, NOON, "geo_city", "Oslo"));
    append(both.right.events(CITY), event(1, NOON), event(2, NOON, "geo_city", "Oslo"));
    assertEqual(only(both.compare()));
  }

  @Test
  void aTableOfOneSideDiffersByItsRows() {
    Table left = both.left.events();
    TableComparison empty = only(both.compare());
    assertEqual(empty);
    assertThat(empty.sides()).isEqualTo(Sides.ONLY_LEFT);
    append(left, event(1, NOON));
    TableComparison filled = only(both.compare());
    assertThat(filled.onlyLeft()).isEqualTo(1);
    assertThat(filled.right()).isZero();
    assertThat(filled.examples())
        .containsExactly(new RowDifference("raw/0/1", 1, 0, List.of(), List.of()));
    both.right.events();
    assertThat(only(both.compare()).sides()).isEqualTo(Sides.BOTH);
  }

  @Test
  void namesSessionsByIdAndRevision() {
    append(both.left.sessions(), session("s1", 1, NOON, 3), session("s1", 2, NOON, 4));
    append(both.right.sessions(), session("s1", 1, NOON, 3), session("s1", 2, NOON, 5));
    assertThat(only(both.compare()).examples())
        .containsExactly(new RowDifference("s1/2", 1, 1, List.of("event_count"), List.of()));
  }

  @Test
  void sessionsThatTheOtherStreamHasNotClosedAreNoDifference() {
    both.left.sessions();
    append(
        both.right.sessions(),
        session("s1", 1, "2026-03-02T11:59:59.999Z", 1),
        session("s2", 1, "2026-03-02T12:00:00Z", 1),
        session("s3", 1, "2026-03-02T13:00:00Z", 1));
    TableComparison table = only(both.compareThrough(NOON, null));
    assertThat(table.onlyRight()).isEqualTo(1);
    assertThat(table.waitingRight()).isEqualTo(2);
    assertThat(table.waitingLeft()).isZero();
    assertThat(table.examples())
        .containsExactly(new RowDifference("s1/1", 0, 1, List.of(), List.of()));
    // the stream of the side that has them says nothing of the other
    assertThat(only(both.compareThrough(null, NOON)).onlyRight()).isEqualTo(3);
  }

  @Test
  void eventsThatTheOtherStreamHasNotCommittedAreNoDifference() {
    append(
        both.left.events(),
        event(1, NOON),
        event(2, "2026-03-02T13:00:00Z"),
        event(3, "2026-03-02T13:00:00.001Z"));
    append(both.right.events(), event(1, NOON));
    Comparison comparison = both.compareThrough(null, "2026-03-02T13:00:00Z");
    assertThat(comparison.differs()).isFalse();
    assertThat(only(comparison).waitingLeft()).isEqualTo(2);
    assertThat(only(comparison).waiting()).isEqualTo(2);
  }

  @Test
  void readsHowFarAStreamHasCome() throws IOException {
    append(both.left.events(), event(1, NOON));
    append(both.right.events(), event(1, NOON), event(2, "2026-03-02T13:00:00Z"));
    assertThat(stream("running", "2026-03-02T13:00:00Z").waitingRight()).isEqualTo(1);
    assertThat(stream("stopped", "2026-03-02T13:00:00Z").onlyRight()).isZero();
    assertThat(stream("running", "2026-03-02T13:00:00.001Z").onlyRight()).isEqualTo(1);
    assertThat(stream("finished", "end").onlyRight()).isEqualTo(1);
    TableComparison nothingYet = stream("running", null);
    assertThat(nothingYet.waitingRight()).isEqualTo(1);
    assertThat(nothingYet.differs()).isFalse();
  }

  /** Compared where a stream with this record is at work on the left side. */
  private TableComparison stream(String state, String committedThrough) throws IOException {
    Path runs = Files.createDirectories(both.left.folder().resolve("_runs"));
    Files.writeString(
        runs.resolve("stream.json"),
        """
        {"stream": "s", "topics": ["raw"], "state": "%s", "sequence": 1,
         "committed_through": %s, "rebuilt_beyond": {}, "rebuilt_beyond_others": null}
        """
            .formatted(state, committedThrough == null ? null : '"' + committedThrough + '"'));
    return only(Comparison.of(both.left.config(), both.right.config(), DayRange.all()));
  }

  @Test
  void comparesTheDaysThatAreAskedFor() {
    append(
        both.left.events(),
        event(1, "2026-03-01T23:59:59.999Z"),
        event(2, "2026-03-02T00:00:00Z"),
        event(3, "2026-03-02T23:59:59.999Z"),
        event(4, "2026-03-03T00:00:00Z"));
    append(both.left.sessions(), session("s1", 1, "2026-03-01T12:00:00Z", 1));
    both.right.events();
    both.right.sessions();
    LocalDate day = LocalDate.of(2026, 3, 2);
    Comparison comparison = both.compare(Scope.of(new DayRange(day, day.plusDays(1))));
    assertThat(comparison.tables()).extracting(TableComparison::left).containsExactly(2L, 0L);
    assertThat(comparison.tables().get(0).examples())
        .extracting(RowDifference::row)
        .containsExactly("raw/0/2", "raw/0/3");
    assertThat(both.compare(Scope.of(new DayRange(null, day))).tables())
        .extracting(TableComparison::onlyLeft)
        .containsExactly(1L, 1L);
    assertThat(both.compare(Scope.of(new DayRange(day.plusDays(1), null))).tables())
        .extracting(TableComparison::onlyLeft)
        .containsExactly(1L, 0L);
  }

  @Test
  void comparesTheTablesThatAreAskedFor() {
    append(both.left.events(), event(1, NOON));
    append(both.left.sessions(), session("s1", 1, NOON, 1));
    append(both.right.sessions(), session("s1", 1, NOON, 1));
    Scope scope = Scope.of(DayRange.all());
    assertThat(both.compare(scope.withTables(List.of("sessions"))).differs()).isFalse();
    assertThat(both.compare(scope.withTables(List.of("sessions", "events_a"))).tablesThatDiffer())
        .isEqualTo(1);
    assertThatThrownBy(() -> both.compare(scope.withTables(List.of("events_b"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("events_b");
  }

  @Test
  void aTableWithoutPlacesAndTimesIsComparedWithoutExamples() {
    Types.NestedField id = optional(1, "id", Types.StringType.get());
    append(both.left.create("notes", id), row("id", "a"), row("id", "b"));
    append(both.right.create("notes", id), row("id", "a"));
    LocalDate day = LocalDate.of(2026, 3, 2);
    TableComparison table = only(both.compare(Scope.of(new DayRange(day, day.plusDays(1)))));
    assertThat(table.onlyLeft()).isEqualTo(1);
    assertThat(table.examples()).isEmpty();
    assertThat(only(both.compareThrough(NOON, NOON)).onlyLeft()).isEqualTo(1);
  }

  @Test
  void aWarehouseEqualsItself() {
    append(both.left.events(CITY), event(1, NOON, "geo_city", "Oslo"));
    assertThat(Comparison.of(both.left.config(), both.left.config(), DayRange.all()).differs())
        .isFalse();
  }

  @Test
  void saysWhatItCompares() {
    append(both.left.events(), event(1, NOON));
    both.left.sessions();
    both.right.sessions();
    List<String> said = new ArrayList<>();
    Comparison.of(
        Side.complete(both.left.config()),
        Side.complete(both.right.config()),
        Scope.of(DayRange.all()),
        (table, number, of, rows) -> said.add(table + " " + number + "/" + of + " " + rows));
    assertThat(said).containsExactly("events_a 1/2 1", "sessions 2/2 0");
  }

  @Test
  void refusesALimitThatIsNoAmountOfMemory() {
    both.left.events();
    assertThatThrownBy(() -> both.compare(Scope.of(DayRange.all()).withMemory("much")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DuckDB");
  }
}
