package io.tributary.runners.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.compare.TableComparison.RowDifference;
import io.tributary.runners.compare.TableComparison.Sides;
import io.tributary.runners.compare.TableComparison.Values;
import io.tributary.transforms.partition.DayRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {

  private static TableComparison equal(String name, long rows, long waitingRight) {
    return new TableComparison(
        name,
        Sides.BOTH,
        rows,
        rows + waitingRight,
        0,
        0,
        0,
        waitingRight,
        SchemaDifferences.none(),
        List.of());
  }

  private static String text(TableComparison... tables) {
    return ComparisonText.of(new Comparison(DayRange.all(), List.of(tables)));
  }

  @Test
  void showsEqualWarehousesInATableAndALine() {
    assertThat(text(equal("events_a", 1200, 0), equal("sessions", 7, 3)))
        .isEqualTo(
            """
             table    |  left | right | only left | only right | waiting
            ----------+-------+-------+-----------+------------+---------
             events_a | 1,200 | 1,200 |         0 |          0 |       0
             sessions |     7 |    10 |         0 |          0 |       3

            No row differs (all days, 2 tables: 1,207 rows left, 1,210 right; \
            3 await the other side's stream and do not count)
            """);
  }

  @Test
  void showsWhatDiffersBelow() {
    TableComparison table =
        new TableComparison(
            "events_a",
            Sides.BOTH,
            10,
            9,
            3,
            2,
            0,
            0,
            new SchemaDifferences(List.of("geo_city"), List.of("os"), List.of("n")),
            List.of(
                new RowDifference("raw/0/7", 1, 1, List.of("geo_city", "n"), List.of()),
                new RowDifference("raw/0/8", 1, 0, List.of(), List.of()),
                new RowDifference("raw/0/9", 0, 1, List.of(), List.of())));
    assertThat(text(table))
        .isEqualTo(
            """
             table    | left | right | only left | only right | waiting
            ----------+------+-------+-----------+------------+---------
             events_a |   10 |     9 |         3 |          2 |       0

            events_a
              only the left side has the columns geo_city
              only the right side has the columns os
              another type on each side: n
             row     | left | right | columns that differ
            ---------+------+-------+---------------------
             raw/0/7 |    1 |     1 | geo_city, n
             raw/0/8 |    1 |     0 | (only left)
             raw/0/9 |    0 |     1 | (only right)
            ... and 1 more; --limit shows more

            1 of the tables differ: 3 rows only left, 2 only right \
            (all days, 1 tables: 10 rows left, 9 right)
            """);
  }

  @Test
  void showsValuesWhereTheyAreKnown() {
    TableComparison table =
        new TableComparison(
            "events_a",
            Sides.BOTH,
            4,
            2,
            4,
            2,
            0,
            0,
            SchemaDifferences.none(),
            List.of(
                new RowDifference(
                    "raw/0/7",
                    1,
                    1,
                    List.of("geo_city"),
                    List.of(new Values("geo_city", "Oslo", null))),
                new RowDifference("raw/0/8", 3, 1, List.of(), List.of())));
    assertThat(text(table))
        .contains(
            """
             row     | column              | left     | right
            ---------+---------------------+----------+---------
             raw/0/7 | geo_city            | Oslo     | NULL
             raw/0/8 | (more than one row) | (3 rows) | (1 row)
            """);
  }

  @Test
  void saysWhichSideHasATable() {
    TableComparison table =
        new TableComparison(
            "events_a", Sides.ONLY_RIGHT, 0, 0, 0, 0, 0, 0, SchemaDifferences.none(), List.of());
    assertThat(text(table)).contains("events_a\n  only the right warehouse has this table\n");
  }
}
