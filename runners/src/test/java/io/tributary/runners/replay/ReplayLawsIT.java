package io.tributary.runners.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.Lake;
import io.tributary.runners.Runs;
import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import io.tributary.transforms.partition.DayRange;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random weeks in which most events come late: sessions over midnight that open again days after,
 * repeated and reused ids, links from before.
 */
class ReplayLawsIT {

  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 2);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, 60, 10, 2, 4, 5", "2, 30, 30, 20, 3, 4", "3, 90, 5, 5, 6, 7"})
  void aReplayOfDaysIsTheFullReplayRestrictedToThem(
      long seed, double late, double repeated, double reused, int from, int to) throws Exception {
    GeneratorResult made =
        Generator.run(
            new GeneratorOptions(
                folder.resolve("made"),
                3_000,
                7,
                seed,
                FIRST_DAY,
                80,
                late,
                repeated,
                reused,
                2,
                1,
                8),
            records -> {});
    ReplayConfig full = Runs.of(made, folder.resolve("full"));
    ReplaySummary summary = Runs.flink(full, 2);
    assertThat(summary.residual()).isZero();
    assertThat(summary.loaded()).isEqualTo(made.loaded());
    assertThat(summary.duplicates()).isEqualTo(made.duplicates());
    assertThat(summary.deadLetters()).isEqualTo(new TreeMap<>(made.deadLetters()));
    assertThat(summary.sessions()).isEqualTo(made.sessions());
    assertThat(summary.lateEvents()).isEqualTo(made.lateEvents());

    try (Lake lake = Lake.open().attach("complete", folder.resolve("full"))) {
      DayRange inside = new DayRange(FIRST_DAY.plusDays(from), FIRST_DAY.plusDays(to));
      Runs.flink(Runs.withDays(Runs.of(made, folder.resolve("inside")), inside), 1);
      lake.attach("inside", folder.resolve("inside"));
      assertThat(lake.differences("complete", "inside", inside)).isEmpty();

      if (seed == 1) {
        // Everything in two parts: sessions that the first leaves open are closed by the second.
        LocalDate cut = FIRST_DAY.plusDays(from);
        ReplayConfig parts = Runs.of(made, folder.resolve("parts"));
        Runs.flink(Runs.withDays(parts, new DayRange(null, cut)), 1);
        Runs.flink(Runs.withDays(parts, new DayRange(cut, null)), 1);
        lake.attach("parts", folder.resolve("parts"));
        assertThat(lake.differences("complete", "parts")).isEmpty();
      }
    }
  }
}
