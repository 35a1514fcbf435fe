package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live demo refuses what it cannot do before it touches anything. */
class LiveOptionsTest {

  @TempDir Path out;

  @Test
  void refusesLiveOptionsWithoutLive() {
    Said said = Said.by("demo", "--out=" + out, "--rate=5");
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.err()).contains("--rate goes with --live alone; give --events");
  }

  @Test
  void refusesTheBatchDemosSize() {
    Said said = Said.by("demo", "--live", "--out=" + out, "--events=5");
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.err()).contains("--events does not go with --live");
  }

  @Test
  void refusesWhatIsNoRateAndNoTime() {
    assertThat(Said.by("demo", "--live", "--out=" + out, "--rate=0").err())
        .contains("--rate must be 1 to 50,000, was 0");
    assertThat(Said.by("demo", "--live", "--out=" + out, "--seconds=4000").err())
        .contains("--seconds must be 1 to 3,600, was 4000");
  }

  @Test
  void refusesAnOptionThatNobodyKnowsAndKeepsAnEarlierDemo() throws Exception {
    Path earlier = Files.createDirectories(out.resolve("raw"));
    Said said = Said.by("demo", "--live", "--out=" + out, "--second=5");
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.err()).contains("Unknown option --second");
    assertThat(earlier).exists();
  }
}
