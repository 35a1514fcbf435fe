package io.tributary.io.geo;

import io.tributary.io.Shared;
import io.tributary.schemas.event.Geo;
import io.tributary.schemas.rules.IpLiteral;
import io.tributary.transforms.enrich.GeoIp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Geo databases in MaxMind's format (GeoLite2-City, GeoIP2-City), one file per build.
 *
 * <p>An address is looked up in the newest database built before the record was received, in the
 * oldest where none was. All files are opened and checked when this is made; workers open them
 * again, once per JVM.
 */
public final class GeoDatabases implements GeoIp.Source {

  private static final long serialVersionUID = 1L;

  // Strings, since a Path is not serializable; sorted, so that equal sets are equal keys.
  private final List<String> files;
  private final boolean newestOnly;

  private GeoDatabases(List<String> files, boolean newestOnly) {
    this.files = files;
    this.newestOnly = newestOnly;
  }

  /**
   * Takes these files.
   *
   * @throws UnreadableGeoDatabase where one is no City database, or two differ but were built at
   *     the same time
   */
  public static GeoDatabases of(List<Path> files) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("No geo database given: give at least one .mmdb file");
    }
    List<String> names =
        files.stream().map(f -> f.toAbsolutePath().normalize().toString()).sorted().toList();
    try (CitySet checked = CitySet.open(names)) {
      return new GeoDatabases(names, false);
    }
  }

  /**
   * Takes one .mmdb file, or all of a folder at any depth.
   *
   * @throws UnreadableGeoDatabase as {@link #of}, and where the path or any .mmdb file is missing
   */
  public static GeoDatabases in(Path fileOrFolder) {
    if (!Files.isDirectory(fileOrFolder)) {
      return of(List.of(fileOrFolder));
    }
    List<Path> files;
    try (Stream<Path> found = Files.walk(fileOrFolder, FileVisitOption.FOLLOW_LINKS)) {
      files =
          found
              .filter(f -> f.getFileName().toString().endsWith(".mmdb"))
              .filter(Files::isRegularFile)
              .toList();
    } catch (IOException e) {
      throw new UnreadableGeoDatabase(fileOrFolder, "cannot be listed: check its permissions", e);
    }
    if (files.isEmpty()) {
      throw new UnreadableGeoDatabase(fileOrFolder, "is a folder without any .mmdb file");
    }
    return of(files);
  }

  /** The same databases, with every address looked up in the newest whatever its time. */
  public GeoDatabases newestOnly() {
    return new GeoDatabases(files, true);
  }

  /** Build times of the databases, oldest first, milliseconds since the epoch. */
  public List<Long> builds() {
    try (CitySet set = CitySet.open(files)) {
      return set.databases().stream().map(CityDatabase::build).toList();
    }
  }

  @Override
  public GeoIp open() {
    return new Lookup(Shared.use(new Key(files)), newestOnly);
  }

  private record Key(List<String> files) implements Shared.Key<CitySet> {
    @Override
    public CitySet open() {
      return CitySet.open(files);
    }
  }

  /** The open databases, oldest first. */
  private record CitySet(List<CityDatabase> databases) implements AutoCloseable {

    static CitySet open(List<String> files) {
      List<CityDatabase> open = new ArrayList<>();
      boolean sound = false;
      try {
        for (String file : files) {
          CityDatabase database = CityDatabase.open(Path.of(file));
          open.add(database);
          dropCopy(open, database);
        }
        open.sort(Comparator.comparingLong(CityDatabase::build));
        sound = true;
        return new CitySet(List.copyOf(open));
      } finally {
        if (!sound) {
          open.forEach(CityDatabase::close);
        }
      }
    }

    /** Of two databases of one time neither is the newer, so they may only be copies. */
    private static void dropCopy(List<CityDatabase> open, CityDatabase last) {
      for (CityDatabase other : open) {
        if (other != last && other.build() == last.build()) {
          if (!sameContent(other.file(), last.file())) {
            throw new UnreadableGeoDatabase(
                last.file(), "has the build time of " + other.file() + ": keep only one of them");
          }
          open.remove(last);
          last.close();
          return;
        }
      }
    }

    private static boolean sameContent(Path a, Path b) {
      try {
        return Files.mismatch(a, b) < 0;
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot compare geo databases " + a + " and " + b, e);
      }
    }

    @Override
    public void close() {
      databases.forEach(CityDatabase::close);
    }
  }

  /**
   * Look-ups of one thread. Events of a client come in a row, so the last answers are kept, one per
   * slot of the address's hash.
   */
  private static final class Lookup implements GeoIp {

    private static final int SLOTS = 256;

    private final Shared<CitySet> shared;
    private final CityDatabase[] databases;
    private final boolean newestOnly;
    private final String[] addresses = new String[SLOTS];
    private final CityDatabase[] asked = new CityDatabase[SLOTS];
    private final Geo[] answers = new Geo[SLOTS];

    Lookup(Shared<CitySet> shared, boolean newestOnly) {
      this.shared = shared;
      this.databases = shared.value().databases().toArray(CityDatabase[]::new);
      this.newestOnly = newestOnly;
    }

    @Override
    public Geo locate(String clientIp, long receivedAt) {
      CityDatabase database = database(receivedAt);
      if (clientIp == null) {
        return database.locate(null);
      }
      int hash = clientIp.hashCode();
      int slot = (hash ^ hash >>> 16) & SLOTS - 1;
      if (asked[slot] == database && clientIp.equals(addresses[slot])) {
        return answers[slot];
      }
      byte[] address = IpLiteral.parse(clientIp);
      Geo geo = database.locate(address);
      if (address != null) { // rubbish is of any length: it is not kept
        addresses[slot] = clientIp;
        asked[slot] = database;
        answers[slot] = geo;
      }
      return geo;
    }

    private CityDatabase database(long receivedAt) {
      int i = databases.length - 1;
      while (!newestOnly && i > 0 && databases[i].build() >= receivedAt) {
        i--;
      }
      return databases[i];
    }

    @Override
    public void close() {
      shared.close();
    }
  }
}
