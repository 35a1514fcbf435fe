package io.tributary.io.profile;

import io.tributary.io.Shared;
import io.tributary.transforms.identity.Links;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Links of anonymous ids to users in one file: Parquet where its name ends with {@code .parquet},
 * else CSV in UTF-8.
 *
 * <p>Columns: {@code anonymous_id}, {@code user_id} (text), {@code linked_at} (in Parquet a
 * timestamp in UTC, in CSV RFC 3339 with an offset; cut to the millisecond). Of two links of one id
 * at one time, the one with the greater user id by its bytes stands. The table is loaded into
 * memory once per JVM.
 */
public final class LinkFile implements Links.Source {

  private static final long serialVersionUID = 1L;

  private final String file;

  private LinkFile(String file) {
    this.file = file;
  }

  /**
   * Checks the file and reads it once, so that a wrong line is found at launch.
   *
   * @throws UnreadableReferenceData where it is missing, damaged or has other columns
   */
  public static LinkFile at(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UnreadableReferenceData(file, "is no file: give a .csv or .parquet file of links");
    }
    load(file);
    return new LinkFile(file.toAbsolutePath().normalize().toString());
  }

  @Override
  public Links open() {
    return new Lookup(Shared.use(new Key(file)));
  }

  private static LinkTable load(Path file) {
    LinkTable.Builder links = new LinkTable.Builder(file);
    if (file.getFileName().toString().endsWith(".parquet")) {
      new ParquetRows(file, LinkTable.COLUMNS)
          .forEach(row -> links.add(row.text(0), row.text(1), row.time(2, 0)));
    } else {
      new LinkCsv(file).readInto(links);
    }
    return links.build();
  }

  private record Key(String file) implements Shared.Key<LinkTable> {
    @Override
    public LinkTable open() {
      return load(Path.of(file));
    }
  }

  private static final class Lookup implements Links {
    private final Shared<LinkTable> shared;
    private final Ids ids = new Ids();

    Lookup(Shared<LinkTable> shared) {
      this.shared = shared;
    }

    @Override
    public Link lastBefore(String anonymousId, long receivedAt) {
      return shared.value().lastBefore(ids, anonymousId, receivedAt);
    }

    @Override
    public void close() {
      shared.close();
    }
  }
}
