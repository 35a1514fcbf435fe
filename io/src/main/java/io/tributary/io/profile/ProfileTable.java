package io.tributary.io.profile;

import io.tributary.schemas.event.Profile;
import io.tributary.transforms.enrich.Profiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * All versions of all profiles in memory, 44 bytes each and the texts once. Immutable, safe for
 * many threads.
 */
final class ProfileTable {

  static final List<Row.Column> COLUMNS =
      List.of(
          Row.Column.text("user_id"),
          Row.Column.text("country").orNull(),
          Row.Column.text("segment").orNull(),
          Row.Column.time("created_at").orNull(),
          Row.Column.time("valid_from"));

  private static final long NO_TIME = Long.MIN_VALUE;

  private static final Comparator<String> TEXTS =
      Comparator.nullsFirst(Comparator.<String>naturalOrder());

  private final History history;
  private final Dictionary words;
  private final int[] country;
  private final int[] segment;
  private final long[] createdAt;

  private ProfileTable(History history, Loader loaded) {
    int rows = loaded.rows.size();
    this.history = history;
    this.words = loaded.words;
    this.country = Arrays.copyOf(loaded.country, rows);
    this.segment = Arrays.copyOf(loaded.segment, rows);
    this.createdAt = Arrays.copyOf(loaded.createdAt, rows);
  }

  static ProfileTable load(List<Path> files) {
    Loader loader = new Loader();
    for (Path file : files) {
      new ParquetRows(file, COLUMNS).forEach(loader::add);
    }
    return new ProfileTable(loader.rows.build(loader::compareContents), loader);
  }

  /** Versions, without those that another one of the same user and time stands for. */
  int size() {
    return history.size();
  }

  Profile find(Ids ids, Profiles.Key key, boolean newestOnly) {
    if (key.userId() == null) {
      return null;
    }
    ids.hash(key.userId());
    int entry = history.lastAt(ids, newestOnly ? Long.MAX_VALUE : key.receivedAt());
    if (entry < 0) {
      return null;
    }
    int row = history.row(entry);
    return new Profile(
        words.text(country[row]),
        words.text(segment[row]),
        createdAt[row] == NO_TIME ? null : createdAt[row],
        history.time(entry));
  }

  private static final class Loader {
    private final Ids ids = new Ids();
    private final History.Builder rows = new History.Builder();
    private final Dictionary words = new Dictionary();
    private int[] country = new int[1024];
    private int[] segment = new int[1024];
    private long[] createdAt = new long[1024];

    void add(Row row) {
      int n = rows.size();
      if (n == country.length) {
        int longer = (int) Math.min(Integer.MAX_VALUE - 8L, n * 3L / 2);
        country = Arrays.copyOf(country, longer);
        segment = Arrays.copyOf(segment, longer);
        createdAt = Arrays.copyOf(createdAt, longer);
      }
      country[n] = words.number(row.text(1));
      segment[n] = words.number(row.text(2));
      createdAt[n] = row.time(3, NO_TIME);
      ids.hash(row.text(0));
      rows.add(ids, row.time(4, NO_TIME));
    }

    int compareContents(int a, int b) {
      int order = Long.compare(createdAt[a], createdAt[b]);
      if (order == 0) {
        order = TEXTS.compare(words.text(country[a]), words.text(country[b]));
      }
      return order != 0 ? order : TEXTS.compare(words.text(segment[a]), words.text(segment[b]));
    }
  }
}
