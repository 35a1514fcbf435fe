package io.tributary.runners.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runners.Runs;
import io.tributary.runners.audit.AuditLake.Rec;
import io.tributary.runners.audit.Count.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The ledger against a count over sets, on whatever raw records and rows there are. */
class LedgerProperties {

  private static final Instant START = Instant.parse("2026-03-02T23:59:00Z");

  /** Offsets near the ends of words, and far ones; a minute before midnight and after. */
  @Provide
  Arbitrary<List<Rec>> records() {
    Arbitrary<Long> offsets =
        Arbitraries.oneOf(
            Arbitraries.longs().between(28, 36),
            Arbitraries.longs().between(0, 130),
            Arbitraries.of(1L << 40, (1L << 40) + 1, Long.MAX_VALUE - 1));
    return Combinators.combine(
            Arbitraries.integers().between(0, 1), offsets, Arbitraries.of(State.values()))
        .as(
            (partition, offset, state) ->
                new Rec(
                    partition,
                    offset,
                    START.plusSeconds(offset % 2 * 120),
                    state,
                    "a",
                    state == State.DEAD_LETTER ? "TOO_LARGE" : null,
                    Map.of()))
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  private record Place(int partition, long offset) {
    static Place of(Rec record) {
      return new Place(record.partition(), record.offset());
    }
  }

  @Property(tries = 15, seed = "20260302")
  void countsAsSetsDo(@ForAll("records") List<Rec> raw, @ForAll("records") List<Rec> others)
      throws IOException {
    List<Rec> rows = new ArrayList<>(raw.subList(0, raw.size() / 2));
    rows.addAll(others);
    Path folder = Files.createTempDirectory("tributary-ledger-");
    try {
      AuditLake lake = new AuditLake(folder).raw(raw).rows(rows);
      check(Audit.of(lake.scope()), raw, rows);
    } finally {
      Runs.delete(folder);
    }
  }

  private static void check(Audit audit, List<Rec> raw, List<Rec> rows) {
    Set<Place> records = new HashSet<>();
    raw.forEach(record -> records.add(Place.of(record)));
    Map<Place, Integer> times = new HashMap<>();
    rows.forEach(row -> times.merge(Place.of(row), 1, Integer::sum));
    Ledger ledger = audit.ledger();
    assertThat(ledger.raw()).isEqualTo(records.size());
    assertThat(ledger.copies()).isEqualTo(raw.size() - records.size());
    assertThat(ledger.missing())
        .isEqualTo(records.stream().filter(place -> !times.containsKey(place)).count());
    assertThat(ledger.orphaned())
        .isEqualTo(times.keySet().stream().filter(place -> !records.contains(place)).count());
    assertThat(ledger.doubled()).isEqualTo(rows.size() - times.size());
    assertThat(ledger.residual())
        .isEqualTo(ledger.missing() - ledger.doubled() - ledger.orphaned());
    assertThat(ledger.loaded() + ledger.deadLetters() + ledger.duplicates()).isEqualTo(rows.size());
    assertThat(audit.partitions().stream().mapToLong(PartitionOffsets::records).sum())
        .isEqualTo(records.size());
    assertThat(audit.trends().counts().stream().mapToLong(Count::rows).sum())
        .isEqualTo(rows.size());
  }
}
