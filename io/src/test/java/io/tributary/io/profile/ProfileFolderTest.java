package io.tributary.io.profile;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.Profile;
import io.tributary.transforms.enrich.Profiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileFolderTest {

  @TempDir Path folder;

  private void write(String name, List<List<Object>> rows) {
    Fixtures.write(folder.resolve(name), Fixtures.PROFILES, rows);
  }

  private static Profile find(ProfileFolder source, String user, long at) {
    try (Profiles profiles = source.open()) {
      return profiles.find(List.of(new Profiles.Key(user, at))).get(0);
    }
  }

  @Test
  void answersEachKeyInOrder() {
    write("a.parquet", List.of(asList("ann", "FR", "new", 5L, 10L)));
    write("deep/er/b.parquet", List.of(asList("bob", null, null, null, 20L)));
    try (Profiles profiles = ProfileFolder.in(folder).open()) {
      assertThat(
              profiles.find(
                  List.of(
                      new Profiles.Key("bob", 20),
                      new Profiles.Key("eve", 99),
                      new Profiles.Key("ann", 99),
                      new Profiles.Key(null, 99),
                      new Profiles.Key("", 99))))
          .containsExactly(
              new Profile(null, null, null, 20),
              null,
              new Profile("FR", "new", 5L, 10),
              null,
              null);
      assertThat(profiles.find(List.of())).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"9,", "10,one", "19,one", "20,two", "29,two", "30,three", "1000000,three"})
  void answersAsOfATime(long at, String segment) {
    write("new.parquet", List.of(asList("ann", null, "three", null, 30L)));
    write(
        "old.parquet",
        List.of(
            asList("ann", null, "two", null, 20L),
            asList("ann", null, "one", null, 10L),
            asList("bob", null, "other", null, 15L)));
    Profile profile = find(ProfileFolder.in(folder), "ann", at);
    assertThat(profile == null ? null : profile.segment()).isEqualTo(segment);
  }

  @Test
  void answersTheNewestWhereToldSo() {
    write(
        "a.parquet",
        List.of(asList("ann", "FR", "old", 1L, 10L), asList("ann", "DE", "new", 1L, 20L)));
    assertThat(find(ProfileFolder.in(folder).newestOnly(), "ann", 0))
        .isEqualTo(new Profile("DE", "new", 1L, 20));
  }

  @Test
  void choosesBetweenVersionsOfOneTimeByContentAlone() {
    List<List<Object>> rows =
        List.of(
            asList("ann", "DE", "b", 5L, 10L),
            asList("ann", "FR", "a", 5L, 10L),
            asList("ann", "FR", null, 5L, 10L),
            asList("ann", "ZZ", "z", 4L, 10L),
            asList("ann", "ZZ", "z", null, 10L));
    for (int shift = 0; shift < rows.size(); shift++) {
      List<List<Object>> turned = new ArrayList<>(rows);
      Collections.rotate(turned, shift);
      for (int i = 0; i < turned.size(); i++) {
        write("part-" + i + ".parquet", List.of(turned.get(i)));
      }
      assertThat(find(ProfileFolder.in(folder), "ann", 99))
          .isEqualTo(new Profile("FR", "a", 5L, 10));
    }
  }

  @Test
  void readsMicrosecondsAndOtherColumns() {
    Fixtures.write(
        folder.resolve("a.parquet"),
        "message m { required int64 valid_from (TIMESTAMP(MICROS,true)); optional binary more;"
            + " optional int64 created_at (TIMESTAMP(NANOS,true)); optional binary segment;"
            + " optional binary country (ENUM); optional binary user_id (STRING); }",
        List.of(asList(10_999L, "x", -1L, "s", "FR", "ann")));
    assertThat(find(ProfileFolder.in(folder), "ann", 10))
        .isEqualTo(new Profile("FR", "s", -1L, 10));
  }

  @Test
  void skipsHiddenFiles() throws Exception {
    write("a.parquet", List.of(asList("ann", "FR", "new", 5L, 10L)));
    Files.writeString(folder.resolve("_SUCCESS"), "");
    Files.writeString(folder.resolve(".a.parquet"), "rubbish");
    Files.writeString(folder.resolve("_b.parquet"), "rubbish");
    assertThat(find(ProfileFolder.in(folder), "ann", 10)).isNotNull();
  }

  @Test
  void survivesSerialization() throws Exception {
    write("a.parquet", List.of(asList("ann", "FR", "new", 5L, 10L)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ProfileFolder.in(folder));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(find((ProfileFolder) in.readObject(), "ann", 10)).isNotNull();
    }
  }

  @Test
  void refusesFoldersWithoutParquet() throws Exception {
    assertRefused(folder.resolve("none"), "none", "no folder");
    assertRefused(Files.createDirectories(folder.resolve("empty")), "empty", "no .parquet");
    assertRefused(Files.writeString(folder.resolve("file"), ""), "file", "no folder");
  }

  @Test
  void refusesDamagedFiles() throws Exception {
    write("a.parquet", List.of(asList("ann", "FR", "new", 5L, 10L)));
    Path file = folder.resolve("a.parquet");
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 3, 20, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertRefused(folder, "a.parquet", "cannot be read as Parquet");
    }
    Files.write(file, new byte[1_000]);
    assertRefused(folder, "a.parquet", "cannot be read as Parquet");
  }

  @Test
  void refusesOtherColumns() {
    Path file = folder.resolve("a.parquet");
    Fixtures.write(file, Fixtures.LINKS, List.of());
    assertRefused(folder, "a.parquet", "no column country", "valid_from");
    for (String wrong :
        List.of(
            Fixtures.PROFILES.replace("required binary user_id (STRING)", "required int64 user_id"),
            Fixtures.PROFILES.replace(
                "optional binary country (STRING)", "repeated binary country"),
            Fixtures.PROFILES.replace("valid_from (TIMESTAMP(MILLIS,true))", "valid_from"),
            Fixtures.PROFILES.replace("MILLIS,true", "MILLIS,false"))) {
      Fixtures.write(file, wrong, List.of());
      assertRefused(folder, "a.parquet", "has a column", "columns needed");
    }
  }

  @Test
  void refusesRowsWithoutUser() {
    Fixtures.write(
        folder.resolve("a.parquet"),
        Fixtures.PROFILES.replace("required binary user_id", "optional binary user_id"),
        List.of(asList(null, "FR", "new", 5L, 10L)));
    assertRefused(folder, "a.parquet", "without user_id");
    assertThatThrownBy(() -> ProfileTable.load(List.of(folder.resolve("a.parquet"))))
        .isInstanceOf(UnreadableReferenceData.class)
        .hasMessageContaining("without user_id");
  }

  private static void assertRefused(Path path, String... parts) {
    assertThatThrownBy(() -> ProfileFolder.in(path))
        .isInstanceOf(UnreadableReferenceData.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }
}
