package io.tributary.runners.audit;

import io.tributary.runners.audit.Count.State;
import io.tributary.runners.duckdb.Sql;
import java.util.List;

/**
 * Every coordinate of raw store and tables, exactly and in little room: 32 neighbouring offsets of
 * a day share one row whose bits say which of them are there, and a count says whether one was
 * there more than once. Ten million records of dense partitions are some 300,000 rows.
 */
final class Coordinates {

  /** Offsets that share a row. */
  static final int WORD = 32;

  private final Duck duck;
  private final Window window;

  Coordinates(Duck duck, Window window) {
    this.duck = duck;
    this.window = window;
    duck.run(
        "CREATE TEMP TABLE words (source SMALLINT, topic VARCHAR, partition INTEGER, word BIGINT,"
            + " day INTEGER, waits BOOLEAN, bits BIGINT, n BIGINT)");
  }

  /** Adds the raw store. */
  void add(RawFiles raw) {
    insert(
        -1,
        "SELECT topic, partition, \"offset\" AS o, received_at FROM "
            + raw.select(window.from(), window.to()));
  }

  /**
   * Adds a table.
   *
   * @param source its number, from 0
   */
  void add(int source, TableRows table) {
    insert(
        source,
        "SELECT kafka_topic AS topic, kafka_partition AS partition, kafka_offset AS o, received_at"
            + " FROM "
            + table.select(window.from(), window.to()));
  }

  private void insert(int source, String rows) {
    duck.run(
        "INSERT INTO words SELECT "
            + source
            + ", topic, partition, o >> 5, epoch_ms(received_at) // 86400000 AS day, "
            + window.waits("received_at")
            + " AS waits, bit_or(1::BIGINT << (o & 31)), count(*) FROM ("
            + rows
            + ") GROUP BY ALL");
  }

  /** One word of offsets on one day, of all sources. */
  record Word(
      String topic,
      int partition,
      long word,
      long day,
      boolean waits,
      long rawBits,
      long rawRows,
      long rowBits,
      long rows) {}

  /** Takes words by topic, partition, word and day. */
  interface Walker {
    void take(Word word);
  }

  void walk(Walker walker) {
    duck.each(
        "SELECT topic, partition, word, day, waits,"
            + " coalesce(bit_or(bits) FILTER (source < 0), 0),"
            + " coalesce(sum(n) FILTER (source < 0), 0)::BIGINT,"
            + " coalesce(bit_or(bits) FILTER (source >= 0), 0),"
            + " coalesce(sum(n) FILTER (source >= 0), 0)::BIGINT"
            + " FROM words GROUP BY topic, partition, word, day, waits"
            + " ORDER BY topic, partition, word, day, waits",
        row ->
            walker.take(
                new Word(
                    row.getString(1),
                    row.getInt(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getBoolean(5),
                    row.getLong(6),
                    row.getLong(7),
                    row.getLong(8),
                    row.getLong(9))));
  }

  /** Rows of one day in tables of one state. */
  record DayRows(long day, State state, long rows) {}

  /**
   * Rows by day and state, without those of a time that may be incomplete.
   *
   * @param tables in the order of their numbers
   */
  List<DayRows> rows(List<TableRows> tables) {
    return duck.all(
        "SELECT source, day, sum(n)::BIGINT FROM words WHERE source >= 0 AND NOT waits"
            + " GROUP BY source, day",
        row -> new DayRows(row.getLong(2), tables.get(row.getInt(1)).state(), row.getLong(3)));
  }

  /** The numbers of the tables that have a row of some of these offsets on a day. */
  List<Integer> sources(String topic, int partition, long day, long first, long last) {
    String low = "greatest(" + first + " - (word << 5), 0)";
    String high = "least(" + last + " - (word << 5), 31)";
    return duck.all(
        "SELECT DISTINCT source FROM words WHERE source >= 0 AND topic = "
            + Sql.literal(topic)
            + " AND partition = "
            + partition
            + " AND day = "
            + day
            + " AND word BETWEEN "
            + (first >> 5)
            + " AND "
            + (last >> 5)
            + " AND bits & (((1::BIGINT << ("
            + high
            + " - "
            + low
            + " + 1)) - 1) << "
            + low
            + ") <> 0 ORDER BY source",
        row -> row.getInt(1));
  }

  /** Words of the raw store in which a coordinate stands more than once. */
  static final String REPEATED =
      "SELECT topic, partition, word FROM words WHERE source < 0 AND n > bit_count(bits)";
}
