package io.tributary.runners.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.runners.audit.AuditLake.Rec;
import io.tributary.runners.cli.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  @TempDir Path folder;
  private AuditLake lake;
  private final List<Rec> records = new ArrayList<>();

  @BeforeEach
  void makeRecords() {
    lake = new AuditLake(folder);
    for (int offset = 0; offset < 50; offset++) {
      records.add(Rec.loaded(0, offset, NOON.plusSeconds(offset), "page.viewed"));
    }
    records.set(7, records.get(7).dead("UNKNOWN_EVENT_TYPE", "evil\u001b[2J\u202ename"));
    records.set(8, records.get(8).duplicate());
  }

  private Said audit(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("audit", "--raw", lake.raw().toString(), "--warehouse", warehouse()));
    args.addAll(List.of(more));
    return Said.by(args);
  }

  private String warehouse() {
    return lake.config().folder();
  }

  @Test
  void tellsTheLedgerAndEndsWithZero() {
    lake.write(records);
    Said said = audit();
    assertThat(said.exitCode()).isZero();
    assertThat(said.out())
        .contains("raw 50 = 48 loaded + 1 dead letters + 1 duplicates, residual 0")
        .contains("Every raw record has exactly one row")
        .contains("page.viewed")
        .contains("Nothing is out of line")
        .doesNotContain("\u001b", "\u202e");
    assertThat(said.err()).isEmpty();
  }

  @Test
  void namesWhatIsMissingAndEndsWithOne() {
    lake.raw(records).rows(records.subList(0, 40));
    Said said = audit("--limit", "1");
    assertThat(said.exitCode()).isOne();
    assertThat(said.out())
        .contains("residual 10", "BROKEN: 10 raw records without a row")
        .contains("missing raw/0/40 to 49 (2026-03-02): in the raw store, in no table");
  }

  @Test
  void answersInJson() throws IOException {
    lake.write(records);
    Said said = audit("--json", "--by", "day,type,reason");
    JsonNode json = JsonMapper.builder().build().readTree(said.out());
    assertThat(json.path("residual").asInt(-1)).isZero();
    assertThat(json.path("conserved").asBoolean()).isTrue();
    assertThat(json.path("ledger").path("days").get(0).path("day").asText())
        .isEqualTo("2026-03-02");
    assertThat(json.path("by")).hasSize(3);
    assertThat(json.path("rows").get(0).path("values").get(1).asText())
        .isEqualTo("evil\u001b[2J\u202ename");
    assertThat(json.path("rows").get(1).path("loaded").asInt()).isEqualTo(48);
  }

  @Test
  void saysWhatIsWrongWithItsUse() {
    lake.write(records);
    assertThat(audit("--from", "2026-03-03", "--to", "2026-03-03").err())
        .contains("--from 2026-03-03 must be before --to 2026-03-03");
    assertThat(audit("--limit", "-1").exitCode()).isEqualTo(2);
    assertThat(audit("--by", "colour").exitCode()).isEqualTo(2);
    assertThat(audit("--memory", "plenty").err()).contains("is --memory an amount such as 2GB?");
    assertThat(audit("--namespace", "other").exitCode()).isEqualTo(2);
    Said none = Said.by("audit", "--raw", folder + "/none", "--warehouse", warehouse());
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("none is no folder");
  }
}
