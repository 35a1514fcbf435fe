package io.tributary.io.parquet;

import static io.tributary.io.parquet.RawRecords.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The scan against a set of all coordinates. */
class CoordinateScanProperties {

  @Provide
  Arbitrary<List<List<RawRecord>>> files() {
    Arbitrary<RawRecord> anywhere =
        Arbitraries.integers()
            .between(0, 60)
            .flatMap(
                offset ->
                    Arbitraries.integers()
                        .between(0, 3)
                        .map(
                            where ->
                                new RawRecord(
                                    new Coordinate("t" + where / 2, where % 2, offset),
                                    MIDNIGHT + offset,
                                    null,
                                    List.of(),
                                    null)));
    Arbitrary<List<RawRecord>> unordered = anywhere.list().ofMinSize(1).ofMaxSize(12);
    Arbitrary<List<RawRecord>> ordered =
        unordered.map(
            records ->
                records.stream()
                    .sorted(Comparator.comparing(RawRecord::coordinate))
                    .distinct()
                    .toList());
    return Arbitraries.oneOf(List.of(ordered, ordered, unordered)).list().ofMinSize(1).ofMaxSize(5);
  }

  @Property(seed = "20260302", tries = 60)
  void countsDistinctCoordinatesAndMarksEveryOneThatRepeats(
      @ForAll("files") List<List<RawRecord>> files) throws IOException {
    Path folder = Files.createTempDirectory("scan");
    try {
      Map<Coordinate, Integer> copies = new HashMap<>();
      Set<Coordinate> written = new HashSet<>();
      long from = MIDNIGHT + 10;
      long to = MIDNIGHT + 45;
      for (int i = 0; i < files.size(); i++) {
        RawRecords.write(folder.resolve(i + ".parquet"), files.get(i).toArray(RawRecord[]::new));
        for (RawRecord record : files.get(i)) {
          copies.merge(record.coordinate(), 1, Integer::sum);
          if (record.receivedAt() >= from && record.receivedAt() < to) {
            written.add(record.coordinate());
          }
        }
      }

      RawPlan plan = RawStore.in(folder).plan(Long.MIN_VALUE, Long.MAX_VALUE, from, to, rows -> {});

      assertThat(plan.recordsToWrite()).isEqualTo(written.size());
      for (RowGroup group : plan.groups()) {
        if (!group.mayRepeat()) {
          String name = Path.of(group.file()).getFileName().toString();
          int file = Integer.parseInt(name.substring(0, name.indexOf('.')));
          assertThat(files.get(file)).allMatch(record -> copies.get(record.coordinate()) == 1);
        }
      }
    } finally {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
