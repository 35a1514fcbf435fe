package io.tributary.runners.audit;

import io.tributary.runners.audit.Coordinates.DayRows;
import io.tributary.runners.audit.Coordinates.Word;
import io.tributary.runners.audit.OffenceRuns.Run;
import io.tributary.runners.duckdb.Sql;
import io.tributary.schemas.event.Coordinate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares the coordinates of the raw store with those of the tables. */
final class Reckoning {

  /** What one day comes to. */
  private static final class Sums {
    private final Map<Count.State, Long> rows = new EnumMap<>(Count.State.class);
    private long raw;
    private long missing;
    private long doubled;
    private long orphaned;
    private long waiting;

    private long rows(Count.State state) {
      return rows.getOrDefault(state, 0L);
    }
  }

  private final Duck duck;
  private final Coordinates coordinates;
  private final List<TableRows> tables;
  private final int examples;
  private final SortedMap<Long, Sums> days = new TreeMap<>();
  private final OffenceRuns missing;
  private final OffenceRuns orphaned;
  private final List<Word> doubled = new ArrayList<>();
  private long copies;

  /**
   * @param tables in the order of their numbers
   * @param examples how many runs of each kind are named
   */
  Reckoning(Duck duck, Coordinates coordinates, List<TableRows> tables, int examples) {
    this.duck = duck;
    this.coordinates = coordinates;
    this.tables = tables;
    this.examples = examples;
    this.missing = new OffenceRuns(examples);
    this.orphaned = new OffenceRuns(examples);
  }

  void take(Word word) {
    Sums day = day(word.day());
    copies += word.rawRows() - Long.bitCount(word.rawBits());
    if (word.waits()) {
      day.waiting += Long.bitCount(word.rawBits());
      return;
    }
    day.raw += Long.bitCount(word.rawBits());
    if (word.rawBits() != word.rowBits()) {
      long without = word.rawBits() & ~word.rowBits();
      long strange = word.rowBits() & ~word.rawBits();
      day.missing += Long.bitCount(without);
      day.orphaned += Long.bitCount(strange);
      missing.add(word, without);
      orphaned.add(word, strange);
    }
    long twice = word.rows() - Long.bitCount(word.rowBits());
    if (twice > 0) {
      day.doubled += twice;
      if (doubled.size() < examples) {
        doubled.add(word);
      }
    }
  }

  private Sums day(long day) {
    return days.computeIfAbsent(day, added -> new Sums());
  }

  /** The result, after all words were taken. */
  Ledger ledger() {
    for (DayRows rows : coordinates.rows(tables)) {
      day(rows.day()).rows.merge(rows.state(), rows.rows(), Long::sum);
    }
    List<Ledger.Day> byDay = new ArrayList<>();
    days.forEach((day, sums) -> byDay.add(of(LocalDate.ofEpochDay(day), sums)));
    return new Ledger(
        byDay.stream().mapToLong(Ledger.Day::raw).sum(),
        copies,
        byDay.stream().mapToLong(Ledger.Day::loaded).sum(),
        byDay.stream().mapToLong(Ledger.Day::deadLetters).sum(),
        byDay.stream().mapToLong(Ledger.Day::duplicates).sum(),
        byDay.stream().mapToLong(Ledger.Day::missing).sum(),
        byDay.stream().mapToLong(Ledger.Day::doubled).sum(),
        byDay.stream().mapToLong(Ledger.Day::orphaned).sum(),
        byDay.stream().mapToLong(Ledger.Day::waiting).sum(),
        byDay,
        offences());
  }

  private static Ledger.Day of(LocalDate day, Sums sums) {
    return new Ledger.Day(
        day,
        sums.raw,
        sums.rows(Count.State.LOADED),
        sums.rows(Count.State.DEAD_LETTER),
        sums.rows(Count.State.DUPLICATE),
        sums.missing,
        sums.doubled,
        sums.orphaned,
        sums.waiting);
  }

  private List<Offence> offences() {
    List<Offence> offences = new ArrayList<>();
    missing.first().forEach(run -> offences.add(offence(Offence.Kind.MISSING, run, List.of())));
    doubled.stream()
        .flatMap(word -> doubledIn(word).stream())
        .limit(examples)
        .forEach(offences::add);
    for (Run run : orphaned.first()) {
      List<String> of =
          coordinates
              .sources(run.topic(), run.partition(), run.day(), run.first(), run.last())
              .stream()
              .map(source -> tables.get(source).name())
              .toList();
      offences.add(offence(Offence.Kind.ORPHANED, run, of));
    }
    return offences;
  }

  private static Offence offence(Offence.Kind kind, Run run, List<String> of) {
    return new Offence(
        kind,
        new Coordinate(run.topic(), run.partition(), run.first()),
        run.last(),
        run.coordinates(),
        LocalDate.ofEpochDay(run.day()),
        of);
  }

  /** Looks into the tables again, since a word's count does not say which of its offsets it is. */
  private List<Offence> doubledIn(Word word) {
    long first = word.word() * Coordinates.WORD;
    long last = first + Coordinates.WORD - 1;
    List<String> selects = new ArrayList<>();
    for (int source :
        coordinates.sources(word.topic(), word.partition(), word.day(), first, last)) {
      TableRows table = tables.get(source);
      selects.add(
          "SELECT "
              + Sql.literal(table.name())
              + " AS source, kafka_offset AS o FROM "
              + table.select(word.day() * 86_400_000L, (word.day() + 1) * 86_400_000L)
              + " WHERE kafka_topic = "
              + Sql.literal(word.topic())
              + " AND kafka_partition = "
              + word.partition()
              + " AND kafka_offset BETWEEN "
              + first
              + " AND "
              + last);
    }
    return duck.all(
        "SELECT o, string_agg(source, ',' ORDER BY source) FROM ("
            + String.join(" UNION ALL ", selects)
            + ") GROUP BY o HAVING count(*) > 1 ORDER BY o",
        row ->
            new Offence(
                Offence.Kind.DOUBLED,
                new Coordinate(word.topic(), word.partition(), row.getLong(1)),
                row.getLong(1),
                1,
                LocalDate.ofEpochDay(word.day()),
                List.of(row.getString(2).split(","))));
  }
}
