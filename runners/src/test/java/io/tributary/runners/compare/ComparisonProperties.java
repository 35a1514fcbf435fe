package io.tributary.runners.compare;

import static io.tributary.runners.compare.TwoWarehouses.append;
import static io.tributary.runners.compare.TwoWarehouses.event;
import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.Runs;
import io.tributary.runners.compare.TableComparison.RowDifference;
import io.tributary.transforms.partition.DayRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.iceberg.types.Types;

class ComparisonProperties {

  private static final String NOON = "2026-03-02T12:00:00Z";

  private record Row(int offset, String city, List<String> tags) {
    Map<String, Object> values() {
      return event(offset, NOON, "city", city, "tags", tags);
    }

    String place() {
      return "raw/0/" + offset;
    }
  }

  @Provide
  Arbitrary<List<Row>> rows() {
    Arbitrary<String> texts = Arbitraries.of("", "a", "b").injectNull(0.3);
    return Combinators.combine(
            Arbitraries.integers().between(0, 4), texts, texts.list().ofMaxSize(2).injectNull(0.3))
        .as(Row::new)
        .list()
        .ofMaxSize(8);
  }

  @Property(tries = 15, seed = "20260302")
  void countsAsAMultisetDoes(
      @ForAll("rows") List<Row> both,
      @ForAll("rows") List<Row> left,
      @ForAll("rows") List<Row> right)
      throws IOException {
    List<Row> lefts = with(both, left);
    List<Row> rights = with(both, right);
    List<Row> onlyLeft = without(lefts, rights);
    List<Row> onlyRight = without(rights, lefts);
    Path folder = Files.createTempDirectory("tributary-test-");
    try {
      TwoWarehouses warehouses = new TwoWarehouses(folder);
      fill(warehouses.left(), lefts);
      fill(warehouses.right(), rights);
      TableComparison found =
          warehouses.compare(Scope.of(DayRange.all()).withExamples(100)).tables().get(0);
      assertThat(found.left()).isEqualTo(lefts.size());
      assertThat(found.right()).isEqualTo(rights.size());
      assertThat(found.onlyLeft()).isEqualTo(onlyLeft.size());
      assertThat(found.onlyRight()).isEqualTo(onlyRight.size());
      TreeSet<String> places = new TreeSet<>();
      with(onlyLeft, onlyRight).forEach(row -> places.add(row.place()));
      assertThat(found.examples())
          .extracting(RowDifference::row)
          .containsExactlyInAnyOrderElementsOf(places);
      for (RowDifference example : found.examples()) {
        if (example.left() == 1 && example.right() == 1) {
          assertThat(example.columns())
              .isEqualTo(columns(at(example.row(), lefts), at(example.row(), rights)));
        }
      }
    } finally {
      Runs.delete(folder);
    }
  }

  private static void fill(TwoWarehouses.One side, List<Row> rows) {
    var table =
        side.events(
            optional(5, "city", Types.StringType.get()),
            optional(6, "tags", Types.ListType.ofOptional(7, Types.StringType.get())));
    if (!rows.isEmpty()) {
      append(table, rows.stream().map(Row::values).toList());
    }
  }

  private static List<String> columns(Row left, Row right) {
    List<String> columns = new ArrayList<>();
    if (!Objects.equals(left.city(), right.city())) {
      columns.add("city");
    }
    if (!Objects.equals(left.tags(), right.tags())) {
      columns.add("tags");
    }
    return columns;
  }

  private static Row at(String place, List<Row> rows) {
    return rows.stream().filter(row -> row.place().equals(place)).findFirst().orElseThrow();
  }

  private static List<Row> with(List<Row> one, List<Row> other) {
    List<Row> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private static List<Row> without(List<Row> rows, List<Row> others) {
    List<Row> rest = new ArrayList<>(rows);
    others.forEach(rest::remove);
    return rest;
  }
}
