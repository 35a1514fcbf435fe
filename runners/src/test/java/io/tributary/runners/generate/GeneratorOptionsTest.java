package io.tributary.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class GeneratorOptionsTest {

  private static final GeneratorOptions DEFAULTS = GeneratorOptions.into(Path.of("out"));

  @Test
  void namesTheOptionThatIsWrong() {
    assertThatThrownBy(() -> DEFAULTS.withEvents(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--events must be 1 to 2000000000, was 0");
    assertThatThrownBy(() -> DEFAULTS.withDays(LocalDate.of(2026, 3, 2), 0))
        .hasMessage("--days must be 1 to 366, was 0");
    assertThatThrownBy(() -> DEFAULTS.withUsers(-1)).hasMessageStartingWith("--users must be");
    assertThatThrownBy(
            () ->
                new GeneratorOptions(
                    Path.of("out"),
                    1,
                    1,
                    1,
                    LocalDate.of(2026, 3, 2),
                    1,
                    Double.NaN,
                    0,
                    0,
                    0,
                    0,
                    0))
        .hasMessage("--late-percent must be 0 to 100, was NaN");
  }

  @Test
  void choosesTheNumberOfPeople() {
    assertThat(DEFAULTS.people()).isEqualTo(10_000);
    assertThat(DEFAULTS.withEvents(10).people()).isEqualTo(200);
    assertThat(DEFAULTS.withUsers(7).people()).isEqualTo(7);
  }
}
