package io.tributary.io.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.Geo;
import io.tributary.transforms.enrich.GeoIp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class GeoDatabasesTest {

  @TempDir Path folder;

  private Path build(long seconds, String country) {
    return MmdbFixture.city(seconds)
        .with("1.2.0.0", 16, country)
        .with("2001:db8::", 32, country)
        .writeTo(folder.resolve("some/" + country + ".mmdb"));
  }

  private static Geo nowhere(long build) {
    return new Geo(null, null, null, null, null, null, build);
  }

  @Test
  void saysWhereAnAddressIs() {
    build(1_000, "FR");
    try (GeoIp geo = GeoDatabases.in(folder).open()) {
      Geo expected = new Geo("FR", null, "fr", 1.5, -2.5, "Etc/UTC", 1_000_000);
      assertThat(geo.locate("1.2.3.4", 5_000_000)).isEqualTo(expected);
      assertThat(geo.locate("::ffff:1.2.3.4", 5_000_000)).isEqualTo(expected);
      assertThat(geo.locate("2001:db8::1", 5_000_000)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"9.9.9.9", "2a00::1", "1.2.3.4:80", "localhost", "127.1", "\u0000"})
  void stampsTheBuildAlsoWhereTheAddressIsUnknown(String address) {
    build(1_000, "FR");
    try (GeoIp geo = GeoDatabases.in(folder).open()) {
      assertThat(geo.locate(address, 5_000_000)).isEqualTo(nowhere(1_000_000));
      assertThat(geo.locate(address, 5_000_000)).isEqualTo(nowhere(1_000_000));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, AA",
    "999999, AA",
    "1000001, AA",
    "2000000, AA",
    "2000001, BB",
    "3000000, BB",
    "3000001, CC",
    "9999999999, CC"
  })
  void asksTheNewestBuildBeforeTheRecord(long receivedAt, String country) {
    // Named against the order of their times.
    build(3_000, "CC");
    build(1_000, "AA");
    build(2_000, "BB");
    GeoDatabases databases = GeoDatabases.in(folder);
    assertThat(databases.builds()).containsExactly(1_000_000L, 2_000_000L, 3_000_000L);
    try (GeoIp geo = databases.open()) {
      assertThat(geo.locate("1.2.3.4", receivedAt).country()).isEqualTo(country);
    }
  }

  @Test
  void remembersNoAnswerOfAnotherBuild() {
    build(1_000, "AA");
    build(2_000, "BB");
    try (GeoIp geo = GeoDatabases.in(folder).open()) {
      for (int i = 0; i < 3; i++) {
        assertThat(geo.locate("1.2.3.4", 1_500_000).country()).isEqualTo("AA");
        assertThat(geo.locate("1.2.3.4", 2_500_000).country()).isEqualTo("BB");
        assertThat(geo.locate(null, 1_500_000)).isEqualTo(nowhere(1_000_000));
        assertThat(geo.locate("5.5.5.5", 2_500_000)).isEqualTo(nowhere(2_000_000));
      }
    }
  }

  @Test
  void asksTheNewestWhereToldSo() {
    build(1_000, "AA");
    build(2_000, "BB");
    try (GeoIp geo = GeoDatabases.in(folder).newestOnly().open()) {
      assertThat(geo.locate("1.2.3.4", 0).country()).isEqualTo("BB");
    }
  }

  @Test
  void doesNotReadIpv6AsIpv4WhereTheDatabaseHasOnlyThat() {
    // The first 32 bits of 102:304:: are those of 1.2.3.4.
    Path file =
        MmdbFixture.cityOfIpv4Only(1_000)
            .with("1.2.0.0", 16, "FR")
            .writeTo(folder.resolve("v4.mmdb"));
    try (GeoIp geo = GeoDatabases.in(file).open()) {
      assertThat(geo.locate("1.2.3.4", 0).country()).isEqualTo("FR");
      assertThat(geo.locate("::ffff:1.2.3.4", 0).country()).isEqualTo("FR");
      assertThat(geo.locate("102:304::", 0)).isEqualTo(nowhere(1_000_000));
    }
  }

  @Test
  void knowsNothingOfAnAddressWithADamagedRecord() {
    Path file =
        MmdbFixture.city(1_000)
            .with("1.2.0.0", 16, "FR")
            .withDamage("5.6.0.0", 16)
            .writeTo(folder.resolve("damaged.mmdb"));
    try (GeoIp geo = GeoDatabases.in(file).open()) {
      assertThat(geo.locate("5.6.7.8", 0)).isEqualTo(nowhere(1_000_000));
      assertThat(geo.locate("1.2.3.4", 0).country()).isEqualTo("FR");
    }
  }

  @Test
  void survivesSerialization() throws Exception {
    build(1_000, "FR");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(GeoDatabases.in(folder));
    }
    try (ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        GeoIp geo = ((GeoIp.Source) in.readObject()).open()) {
      assertThat(geo.locate("1.2.3.4", 0).country()).isEqualTo("FR");
    }
  }

  @Test
  void takesCopiesOfOneDatabaseForOne() throws Exception {
    Path file = build(1_000, "FR");
    Files.copy(file, folder.resolve("copy.mmdb"));
    assertThat(GeoDatabases.in(folder).builds()).containsExactly(1_000_000L);
  }

  @Test
  void refusesTwoDatabasesOfOneTime() {
    build(1_000, "AA");
    build(1_000, "BB");
    assertRefused(folder, "AA.mmdb", "keep only one");
  }

  @Test
  void refusesDatabasesOfOtherTypes() {
    Path file = MmdbFixture.ofType("GeoLite2-ASN").writeTo(folder.resolve("asn.mmdb"));
    assertRefused(file, "asn.mmdb", "GeoLite2-ASN");
  }

  @Test
  void refusesGrossDamage() {
    Path file =
        MmdbFixture.city(1_000).withDamage("0.0.0.0", 1).writeTo(folder.resolve("bad.mmdb"));
    assertRefused(file, "bad.mmdb", "damaged");
  }

  @Test
  void refusesTruncatedFiles() throws Exception {
    Path file = build(1_000, "FR");
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 1, bytes.length / 2, bytes.length - 20}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertRefused(file, "FR.mmdb", "download it again");
    }
  }

  @Test
  void refusesMissingFilesAndEmptyFolders() throws Exception {
    assertRefused(folder.resolve("none.mmdb"), "none.mmdb", "does not exist");
    assertRefused(Files.createDirectories(folder.resolve("empty")), "empty", "without any .mmdb");
    assertThatThrownBy(() -> GeoDatabases.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(Path path, String... parts) {
    assertThatThrownBy(() -> GeoDatabases.in(path))
        .isInstanceOf(UnreadableGeoDatabase.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }
}
