package io.tributary.io.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Metadata;
import com.maxmind.db.Reader;
import io.tributary.schemas.event.Geo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** One open database file, mapped into memory outside the heap. Safe for many threads. */
final class CityDatabase implements AutoCloseable {

  private final Path file;
  private final Reader reader;
  private final long build;
  private final boolean ipv6;

  private CityDatabase(Path file, Reader reader) {
    this.file = file;
    this.reader = reader;
    this.build = reader.getMetadata().getBuildDate().toInstant().toEpochMilli();
    this.ipv6 = reader.getMetadata().getIpVersion() == 6;
  }

  /**
   * Opens and checks a file.
   *
   * @throws UnreadableGeoDatabase where it is missing, damaged or of another kind
   */
  static CityDatabase open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UnreadableGeoDatabase(
          file, "does not exist: give a .mmdb file or a folder of them");
    }
    Reader reader;
    try {
      // Records point to shared parts (a country, a time zone); the cache keeps decoded ones.
      reader = new Reader(file.toFile(), Reader.FileMode.MEMORY_MAPPED, new CHMCache());
    } catch (IOException | RuntimeException e) {
      // The reader fails in unchecked ways too on bytes that only look like metadata.
      throw new UnreadableGeoDatabase(
          file, "cannot be read as a MaxMind database: download it again", e);
    }
    boolean sound = false;
    try {
      CityDatabase database = new CityDatabase(file, reader);
      database.check();
      sound = true;
      return database;
    } finally {
      if (!sound) {
        close(reader, file);
      }
    }
  }

  private void check() {
    Metadata metadata = reader.getMetadata();
    if (!metadata.getDatabaseType().contains("City")) {
      throw new UnreadableGeoDatabase(
          file,
          "is of type "
              + metadata.getDatabaseType()
              + ": a City database is needed, such as GeoLite2-City or GeoIP2-City");
    }
    try {
      // Damage tends to be gross: one address of every net reaches into all parts of the file.
      for (int net = 1; net < 224; net++) {
        reader.get(InetAddress.getByAddress(new byte[] {(byte) net, 1, 1, 1}), CityRecord.class);
      }
    } catch (IOException | RuntimeException e) {
      throw new UnreadableGeoDatabase(
          file, "is damaged or has City fields of other types: download it again", e);
    }
  }

  /** Build time, milliseconds since the epoch. */
  long build() {
    return build;
  }

  Path file() {
    return file;
  }

  /**
   * Looks an address up.
   *
   * @param address 4 or 16 bytes, or null for one that is not known
   */
  Geo locate(byte[] address) {
    // In a tree of IPv4 only, the reader would follow the first 32 bits of an IPv6 address.
    if (address == null || (address.length == 16 && !ipv6)) {
      return unknown();
    }
    CityRecord record;
    try {
      record = reader.get(InetAddress.getByAddress(address), CityRecord.class);
    } catch (InvalidDatabaseException e) {
      return unknown();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read geo database " + file, e);
    } catch (RuntimeException e) {
      // The one call into a parser of foreign bytes, which answers damage with unchecked exceptions
      // of many kinds (index, buffer, decoding). A damaged record is an address that nobody knows;
      // failing the bundle would only fail it again at every retry. Gross damage is found at
      // launch.
      return unknown();
    }
    if (record == null) {
      return unknown();
    }
    return new Geo(
        record.country,
        record.region,
        record.city,
        record.latitude,
        record.longitude,
        record.timeZone,
        build);
  }

  private Geo unknown() {
    return new Geo(null, null, null, null, null, null, build);
  }

  @Override
  public void close() {
    close(reader, file);
  }

  private static void close(Reader reader, Path file) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close geo database " + file, e);
    }
  }
}
