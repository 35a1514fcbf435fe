package io.tributary.runners.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import io.tributary.runners.generate.LiveGenerator.LiveRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveGeneratorTest {

  private static final long START = 1_772_000_000_000L;

  @TempDir Path out;

  private List<LiveRecord> records(Duration over) throws IOException {
    List<LiveRecord> records = new ArrayList<>();
    LiveGenerator.run(GeneratorOptions.into(out).withEvents(5_000), START, over, records::add);
    return records;
  }

  @Test
  void sendsAsManyInEachSecond() throws IOException {
    List<LiveRecord> records = records(Duration.ofSeconds(20));
    assertThat(records)
        .hasSize(5_000)
        .isSortedAccordingTo(Comparator.comparingLong(LiveRecord::at))
        .allMatch(record -> record.at() >= START && record.at() <= START + 20_000);
    Map<Long, Long> perSecond =
        records.stream()
            .filter(record -> record.at() < START + 20_000)
            .collect(
                Collectors.groupingBy(
                    record -> (record.at() - START) / 1_000, Collectors.counting()));
    assertThat(perSecond).hasSize(20);
    assertThat(perSecond.values()).allMatch(number -> number > 230 && number < 270);
  }

  @Test
  void saysWhereEachMustEnd() throws IOException {
    Map<String, Long> tables =
        records(Duration.ofSeconds(20)).stream()
            .collect(Collectors.groupingBy(LiveRecord::table, Collectors.counting()));
    assertThat(tables).containsKeys("dead_letters", "duplicates", "events_page_viewed");
    assertThat(tables.keySet())
        .allMatch(table -> table.matches("dead_letters|duplicates|events_[a-z0-9_]+"));
  }

  @Test
  void eachEndsThereWheneverTheBrokerHasIt() throws IOException {
    GeneratorOptions options = GeneratorOptions.into(out).withEvents(30_000);
    Map<String, JsonSchema> schemas =
        GeneratorTest.schemas(LiveGenerator.references(options).schemas());
    List<LiveRecord> records = new ArrayList<>();
    LiveGenerator.run(options, START, Duration.ofSeconds(20), records::add);
    Map<String, Long> expected =
        records.stream().collect(Collectors.groupingBy(LiveRecord::table, Collectors.counting()));

    for (int late : new int[] {-4, 0, 60_000}) {
      Judge judge = new Judge(schemas);
      long offset = 0;
      for (LiveRecord record : records) {
        judge.judge(
            new RawStore.Row(
                "",
                "events",
                0,
                offset++,
                record.at() + late,
                record.key(),
                List.of(),
                record.payload()));
      }
      Map<String, Long> tables = new HashMap<>(judge.tables);
      tables.put("duplicates", judge.duplicates);
      tables.put(
          "dead_letters", judge.deadLetters.values().stream().mapToLong(Long::longValue).sum());
      assertThat(tables).as("received %d ms late", late).isEqualTo(expected);
    }
  }

  @Test
  void leavesNoPlanBehind() throws IOException {
    records(Duration.ofSeconds(1));
    assertThat(out).isEmptyDirectory();
  }
}
