package io.tributary.schemas.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.registry.Dialect;
import io.tributary.schemas.registry.SchemaSettings;
import io.tributary.schemas.registry.SchemaSettings.Formats;
import io.tributary.schemas.rules.Privacy.ClientIp;
import java.time.Duration;
import java.util.Map;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

  @Test
  void theDefaultsAreThoseOfTheContract() {
    assertThat(Rules.defaults().asProperties())
        .isEqualTo(
            Map.of(
                "tributary.rules.session-gap", "PT30M",
                "tributary.rules.max-out-of-order", "PT10M",
                "tributary.rules.dedup-horizon", "PT24H",
                "tributary.rules.session-horizon", "PT24H",
                "tributary.rules.identity-horizon", "PT72H",
                "tributary.rules.client-ip", "truncated",
                "tributary.rules.user-id-key", "none",
                "tributary.rules.schema-dialect", "2020-12",
                "tributary.rules.schema-formats", "annotated"));
  }

  @Test
  void everySettingThatChangesRowsChangesTheProperties() {
    Map<String, String> before = Rules.defaults().asProperties();
    Duration gap = Duration.ofMinutes(30);
    Duration late = Duration.ofMinutes(10);
    SchemaSettings schemas = SchemaSettings.defaults();

    assertThat(
            new Rules[] {
              rules(gap.plusMillis(1), late, Privacy.defaults(), schemas),
              rules(gap, late.plusMillis(1), Privacy.defaults(), schemas),
              rules(gap, late, new Privacy(ClientIp.FULL, ""), schemas),
              rules(gap, late, new Privacy(ClientIp.TRUNCATED, "key"), schemas),
              rules(gap, late, Privacy.defaults(), schemas.withDialect(Dialect.DRAFT_7)),
              rules(gap, late, Privacy.defaults(), schemas.withFormats(Formats.ASSERTED)),
            })
        .extracting(Rules::asProperties)
        .doesNotContain(before)
        .doesNotHaveDuplicates();
  }

  @Test
  void theSecretIsNotAmongTheProperties() {
    Rules rules =
        rules(
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            new Privacy(ClientIp.TRUNCATED, "a secret"),
            SchemaSettings.defaults());

    assertThat(rules.asProperties().toString()).doesNotContain("secret");
    assertThat(rules.toString()).doesNotContain("a secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT12H0.001S"})
  void refusesAGapThatIsNoneOrTooLong(String gap) {
    assertThatThrownBy(
            () ->
                rules(
                    Duration.parse(gap),
                    Duration.ZERO,
                    Privacy.defaults(),
                    SchemaSettings.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Session gap must be positive and at most PT12H, was " + gap);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-0.001S", "PT12H0.001S", "PT48H"})
  void refusesAnOutOfOrdernessThatNoReplayCouldReadBack(String maxOutOfOrder) {
    assertThatThrownBy(
            () ->
                rules(
                    Duration.ofMinutes(30),
                    Duration.parse(maxOutOfOrder),
                    Privacy.defaults(),
                    SchemaSettings.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("max-out-of-order must be between PT0S and PT12H, was ");
  }

  @Test
  void takesTheBounds() {
    Duration longest = Duration.ofHours(12);

    assertThat(rules(longest, longest, Privacy.defaults(), SchemaSettings.defaults()).gap())
        .isEqualTo(longest);
    assertThat(
            rules(
                    Duration.ofMillis(1),
                    Duration.ZERO,
                    Privacy.defaults(),
                    SchemaSettings.defaults())
                .maxOutOfOrder())
        .isZero();
  }

  @Test
  void travelsToTheWorkers() {
    assertThat(SerializableUtils.clone(Rules.defaults())).isEqualTo(Rules.defaults());
  }

  private static Rules rules(
      Duration gap, Duration maxOutOfOrder, Privacy privacy, SchemaSettings schemas) {
    return new Rules(gap, maxOutOfOrder, privacy, schemas);
  }
}
