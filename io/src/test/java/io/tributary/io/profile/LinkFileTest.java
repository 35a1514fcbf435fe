package io.tributary.io.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.transforms.identity.Links;
import io.tributary.transforms.identity.Links.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkFileTest {

  private static final String HEADER = "anonymous_id,user_id,linked_at\n";

  @TempDir Path folder;

  private Path csv(String text) throws IOException {
    return Files.writeString(folder.resolve("links.csv"), text);
  }

  private static Link lastBefore(Path file, String id, long at) {
    try (Links links = LinkFile.at(file).open()) {
      return links.lastBefore(id, at);
    }
  }

  @Test
  void answersStrictlyBefore() {
    Path file =
        Fixtures.write(
            folder.resolve("links.parquet"),
            Fixtures.LINKS,
            List.of(
                List.of("x", "bob", 20_999L),
                List.of("x", "ann", 10_000L),
                List.of("y", "eve", 1L)));
    try (Links links = LinkFile.at(file).open()) {
      assertThat(links.lastBefore("x", 10)).isNull();
      assertThat(links.lastBefore("x", 11)).isEqualTo(new Link("ann", 10));
      assertThat(links.lastBefore("x", 20)).isEqualTo(new Link("ann", 10));
      assertThat(links.lastBefore("x", 21)).isEqualTo(new Link("bob", 20));
      assertThat(links.lastBefore("y", Long.MAX_VALUE)).isEqualTo(new Link("eve", 0));
      assertThat(links.lastBefore("x", Long.MIN_VALUE)).isNull();
      assertThat(links.lastBefore("z", 99)).isNull();
      assertThat(links.lastBefore(null, 99)).isNull();
    }
  }

  @Test
  void readsCsvWithQuotesInAnyOrderOfColumns() throws IOException {
    Path file =
        csv(
            "\ufefflinked_at,user_id,more,anonymous_id\r\n"
                + "1970-01-01T00:00:01Z,\"a,\"\"n\"\"\u00e9\",,\"x\"\r\n"
                + "\r\n"
                + "1970-01-01T00:00:02Z,bob,z,y");
    assertThat(lastBefore(file, "x", 9_999)).isEqualTo(new Link("a,\"n\"\u00e9", 1_000));
    assertThat(lastBefore(file, "y", 9_999)).isEqualTo(new Link("bob", 2_000));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T12:00:00Z, 2026-03-01T12:00:00Z",
    "2026-03-01t12:00:00.1z, 2026-03-01T12:00:00.100Z",
    "2026-03-01 14:00:00.123456789999+02:00, 2026-03-01T12:00:00.123Z",
    "2026-03-01T12:00:60Z, 2026-03-01T12:00:59.999Z",
    "2026-03-01T12:00:60.5-00:30, 2026-03-01T12:30:59.999Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
  })
  void readsTimesOfRfc3339(String written, String expected) throws IOException {
    Path file = csv(HEADER + "x,ann," + written);
    assertThat(lastBefore(file, "x", Long.MAX_VALUE))
        .isEqualTo(new Link("ann", Instant.parse(expected).toEpochMilli()));
  }

  @Test
  void choosesBetweenLinksOfOneTimeByContentAlone() throws IOException {
    String time = ",1970-01-01T00:00:01Z\n";
    for (String rows :
        List.of(
            "x,ann" + time + "x,bob" + time + "x,al" + time,
            "x,bob" + time + "x,al" + time + "x,ann" + time)) {
      assertThat(lastBefore(csv(HEADER + rows), "x", 9_999)).isEqualTo(new Link("bob", 1_000));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x,ann", "x,ann,1970-01-01T00:00:01Z,more", "x,,1970-01-01T00:00:01Z",
        ",ann,1970-01-01T00:00:01Z", "x,ann,1970-01-01", "x,ann,1970-01-01T00:00:01",
        "x,ann,1970-02-30T00:00:01Z", "x,ann,1000", "x,ann,+12026-01-01T00:00:00Z",
        "\"x,ann,1970-01-01T00:00:01Z", "\"x\"y,ann,1970-01-01T00:00:01Z"
      })
  void refusesWrongLinesByTheirNumberAndWithoutTheirContent(String line) throws IOException {
    Path file = csv(HEADER + "x,ok,1970-01-01T00:00:01Z\n" + line + "\n");
    assertThatThrownBy(() -> LinkFile.at(file))
        .isInstanceOf(UnreadableReferenceData.class)
        .hasMessageContainingAll("links.csv", "line 3")
        .message()
        .doesNotContain("ann", "\n");
  }

  @Test
  void refusesFilesThatAreNoLinks() throws IOException {
    assertRefused(folder.resolve("none.csv"), "no file");
    assertRefused(folder, "no file");
    assertRefused(csv(""), "anonymous_id,user_id,linked_at");
    assertRefused(csv("x,ann,1970-01-01T00:00:01Z\n"), "anonymous_id,user_id,linked_at");
    Path latin =
        Files.write(folder.resolve("l.csv"), "\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(latin, "UTF-8");
    assertRefused(Files.writeString(folder.resolve("a.parquet"), HEADER), "Parquet");
    assertRefused(
        Fixtures.write(folder.resolve("b.parquet"), Fixtures.PROFILES, List.of()),
        "no column anonymous_id");
  }

  private static void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> LinkFile.at(file))
        .isInstanceOf(UnreadableReferenceData.class)
        .hasMessageContainingAll(file.getFileName().toString(), why)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void takesAFileWithoutRows() throws IOException {
    assertThat(lastBefore(csv(HEADER), "x", 1)).isNull();
  }
}
