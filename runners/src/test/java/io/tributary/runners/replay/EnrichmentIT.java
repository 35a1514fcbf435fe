package io.tributary.runners.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.geo.GeoLite2;
import io.tributary.runners.Lake;
import io.tributary.runners.Runs;
import io.tributary.runners.generate.Generator;
import io.tributary.runners.generate.GeneratorOptions;
import io.tributary.runners.generate.GeneratorResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real geo databases, the bundled user-agent rules and profiles behind one replay. */
class EnrichmentIT {

  private static final String EVENTS =
      " FROM w.events_page_viewed WHERE client_ip IS NOT NULL AND user_agent IS NOT NULL";

  @Test
  void answersAreThoseOfTheDatabasesThatWereValidWhenTheRecordsCame(@TempDir Path folder)
      throws IOException {
    List<Path> jars =
        Stream.of("20180303", "20180911", "20191119")
            .map(build -> Path.of("target/geolite2/geolite2-databases-" + build + ".jar"))
            .toList(); // put there by the build
    GeoLite2.extract(jars, folder.resolve("geo"));
    GeneratorResult made =
        Generator.run(
            GeneratorOptions.into(folder.resolve("made"))
                .withEvents(2_000)
                .withDays(LocalDate.of(2018, 10, 1), 2),
            records -> {});
    Path warehouse = folder.resolve("warehouse");

    ReplaySummary summary =
        Runs.flink(Runs.withGeo(Runs.of(made, warehouse), folder.resolve("geo")), 2);

    assertThat(summary.residual()).isZero();
    try (Lake lake = Lake.open().attach("w", warehouse)) {
      long events = lake.count("SELECT 1" + EVENTS);
      assertThat(events).isGreaterThan(200);
      // All of October 2018 is after the second build and before the third.
      assertThat(lake.ask("SELECT DISTINCT strftime(geo_db_build, '%Y-%m')" + EVENTS))
          .containsExactly("2018-09");
      assertThat(lake.count("SELECT 1" + EVENTS + " AND geo_country IS NOT NULL"))
          .isGreaterThan(events * 9 / 10);
      assertThat(lake.count("SELECT 1" + EVENTS + " AND device_class IS NOT NULL"))
          .isEqualTo(events);
      assertThat(lake.count("SELECT 1" + EVENTS + " AND browser_name IS NOT NULL"))
          .isGreaterThan(events * 8 / 10);
      assertThat(lake.count("SELECT DISTINCT ua_rules_version" + EVENTS)).isEqualTo(1);
      assertThat(lake.count("SELECT 1" + EVENTS + " AND user_country IS NOT NULL")).isPositive();
      assertThat(
              lake.count(
                  "SELECT 1"
                      + EVENTS
                      + " AND user_country IS NOT NULL"
                      + " AND profile_version IS NULL"))
          .isZero();
      // Stored addresses are truncated, after they were looked up.
      assertThat(
              lake.count(
                  "SELECT 1"
                      + EVENTS
                      + " AND client_ip LIKE '%.%'"
                      + " AND client_ip NOT LIKE '%.0'"))
          .isZero();
    }
  }
}
