package io.tributary.io.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveProgressTest {

  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00.5Z");

  @TempDir Path raw;

  private static ArchiveProgress progress(Instant through, boolean ended, long offset) {
    return new ArchiveProgress(
        through, ended, new TreeMap<>(Map.of("events", new TreeMap<>(Map.of(0, offset, 10, 5L)))));
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    assertThat(ArchiveProgress.in(raw)).isEmpty();
    for (ArchiveProgress one :
        new ArchiveProgress[] {
          ArchiveProgress.none(), progress(NOON, false, 7), progress(null, true, Long.MAX_VALUE)
        }) {
      one.write(raw);
      assertThat(ArchiveProgress.in(raw)).contains(one);
    }
    try (Stream<Path> files = Files.list(raw)) {
      assertThat(files).containsExactly(raw.resolve("_archive.json"));
    }
  }

  @Test
  void isPlainJson() throws IOException {
    progress(NOON, false, 7).write(raw);
    assertThat(raw.resolve("_archive.json"))
        .hasContent(
            "{\"version\":1,\"through\":\"2026-03-10T12:00:00.500Z\",\"ended\":false,"
                + "\"topics\":{\"events\":{\"0\":7,\"10\":5}}}\n");
  }

  @Test
  void neverGoesBack() {
    ArchiveProgress old = progress(NOON, true, 7);
    assertThat(old.with(progress(NOON.minusSeconds(1), false, 6)))
        .isEqualTo(progress(NOON, false, 7));
    assertThat(old.with(progress(null, true, 8))).isEqualTo(progress(NOON, true, 8));
    assertThat(old.with(progress(NOON.plusSeconds(1), true, 7)))
        .isEqualTo(progress(NOON.plusSeconds(1), true, 7));
    assertThat(ArchiveProgress.none().with(old)).isEqualTo(old);
    assertThat(old.offset(new RawPartition("events", 0))).isEqualTo(7);
    assertThat(old.offset(new RawPartition("events", 1))).isEqualTo(-1);
    assertThat(old.offset(new RawPartition("others", 0))).isEqualTo(-1);
  }

  @Test
  void coversWhatIsBeforeItAndAllOfAStreamThatHasEnded() {
    ArchiveProgress noon = progress(NOON, false, 7);
    assertThatCode(() -> noon.mustCover(NOON.toEpochMilli())).doesNotThrowAnyException();
    assertThatThrownBy(() -> noon.mustCover(NOON.toEpochMilli() + 1))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageContaining("complete through 2026-03-10T12:00:00.500Z only")
        .hasMessageContaining("give --to 2026-03-10 or an earlier day, or wait");
    assertThatThrownBy(() -> ArchiveProgress.none().mustCover(0))
        .hasMessageContaining("has not completed any time yet");
    assertThatCode(() -> progress(null, true, 7).mustCover(Long.MAX_VALUE))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"version\":2}",
        "{\"version\":1,\"through\":\"noon\"}",
        "{\"version\":1,\"topics\":{\"t\":{\"x\":1}}}",
        "{\"version\":1,\"topics\":{\"t\":{\"0\":\"1\"}}}"
      })
  void aFileThatCannotBeReadIsNamed(String text) throws IOException {
    Path file = Files.writeString(raw.resolve("_archive.json"), text);
    assertThatThrownBy(() -> ArchiveProgress.in(raw))
        .isInstanceOf(InvalidRawStore.class)
        .hasMessageStartingWith(file.toString());
  }
}
