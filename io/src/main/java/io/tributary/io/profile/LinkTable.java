package io.tributary.io.profile;

import io.tributary.transforms.identity.Links.Link;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Links in memory, 32 bytes each and the user's id. Immutable, safe for many threads.
 *
 * <p>Of two links of one id at one time, the one with the greater user id by its UTF-8 bytes
 * stands.
 */
final class LinkTable {

  static final List<Row.Column> COLUMNS =
      List.of(
          Row.Column.text("anonymous_id"),
          Row.Column.text("user_id"),
          Row.Column.time("linked_at"));

  private final History history;
  private final int[] userEnd;
  private final byte[] users;

  private LinkTable(History history, int[] userEnd, byte[] users) {
    this.history = history;
    this.userEnd = userEnd;
    this.users = users;
  }

  int size() {
    return history.size();
  }

  Link lastBefore(Ids ids, String anonymousId, long receivedAt) {
    if (anonymousId == null || receivedAt == Long.MIN_VALUE) {
      return null;
    }
    ids.hash(anonymousId);
    int entry = history.lastAt(ids, receivedAt - 1);
    if (entry < 0) {
      return null;
    }
    int row = history.row(entry);
    int start = row == 0 ? 0 : userEnd[row - 1];
    String user = new String(users, start, userEnd[row] - start, StandardCharsets.UTF_8);
    return new Link(user, history.time(entry));
  }

  /** Collects links in any order. */
  static final class Builder {
    private final Path file;
    private final Ids ids = new Ids();
    private final History.Builder rows = new History.Builder();
    private int[] userEnd = new int[1024];
    private byte[] users = new byte[16 * 1024];

    /** Starts a table of this file, which messages name. */
    Builder(Path file) {
      this.file = file;
    }

    void add(byte[] anonymousId, byte[] userId, long at) {
      int n = rows.size();
      if (n == userEnd.length) {
        userEnd = Arrays.copyOf(userEnd, (int) Math.min(Integer.MAX_VALUE - 8L, n * 3L / 2));
      }
      int start = n == 0 ? 0 : userEnd[n - 1];
      long end = (long) start + userId.length;
      if (end > Integer.MAX_VALUE - 8) {
        throw new UnreadableReferenceData(
            file, "has more than 2 GB of user ids: leave out links that are no longer needed");
      }
      if (end > users.length) {
        users = Arrays.copyOf(users, (int) Math.min(Integer.MAX_VALUE - 8L, end * 3 / 2));
      }
      System.arraycopy(userId, 0, users, start, userId.length);
      userEnd[n] = (int) end;
      ids.hash(anonymousId);
      rows.add(ids, at);
    }

    LinkTable build() {
      int n = rows.size();
      int bytes = n == 0 ? 0 : userEnd[n - 1];
      return new LinkTable(
          rows.build(this::compareUsers), Arrays.copyOf(userEnd, n), Arrays.copyOf(users, bytes));
    }

    private int compareUsers(int a, int b) {
      return Arrays.compareUnsigned(users, start(a), userEnd[a], users, start(b), userEnd[b]);
    }

    private int start(int row) {
      return row == 0 ? 0 : userEnd[row - 1];
    }
  }
}
