package io.tributary.io.kafka;

import static io.tributary.io.kafka.ArchiveLogs.archived;
import static io.tributary.io.kafka.ArchiveLogs.partition;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.io.parquet.ArchiveFolder;
import io.tributary.io.parquet.RawPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Attempts that know more or less, one within the other, kills in between. */
class ArchiveWriterProperties {

  private static final RawPartition ZERO = partition(0);
  private static final long DAY = 86_400_000L;

  /**
   * @param from what its state says, if not beyond what was ever archived
   * @param to up to where it has seen
   * @param records how many go into a file
   * @param isNew whether it looks at the files only now
   * @param diesWithin whether it is killed while it reads
   * @param within what happens while it reads
   */
  private record Attempt(
      int from, int to, int records, boolean isNew, boolean diesWithin, List<Attempt> within) {}

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Arbitrary<Attempt> attempts(int depth) {
    Arbitrary<List<Attempt>> within =
        depth == 0 ? Arbitraries.just(List.of()) : attempts(depth - 1).list().ofMaxSize(2);
    return Combinators.combine(
            Arbitraries.integers().between(0, 30),
            Arbitraries.integers().between(1, 30),
            Arbitraries.integers().between(1, 12),
            Arbitraries.of(true, false),
            Arbitraries.of(false, false, true),
            within)
        .as(Attempt::new);
  }

  @Provide
  Arbitrary<List<Attempt>> histories() {
    return attempts(2).list().ofMinSize(1).ofMaxSize(6);
  }

  @Property(seed = "20260302", tries = 60)
  void everyRecordIsArchivedOnceWhateverOverlaps(@ForAll("histories") List<Attempt> history)
      throws IOException {
    Path folder = Files.createTempDirectory("archive");
    ArchiveLogs logs = ArchiveLogs.empty();
    try {
      for (int i = 0; i < 30; i++) {
        logs.append(0, 3L * i + i % 2, i * DAY / 12);
      }
      World world = new World(folder, logs);
      history.forEach(world::run);
      world.run(new Attempt(0, 30, 7, true, false, List.of()));
      assertThat(archived(folder, ZERO)).containsExactlyElementsOf(logs.all(ZERO));
      assertThat(ArchiveLogs.files(folder)).allMatch(name -> name.endsWith(".parquet"));
    } finally {
      logs.forget();
      ArchiveLogs.delete(folder);
    }
  }

  private static final class World {
    private final Path folder;
    private final ArchiveLogs logs;
    private final List<ArchiveFolder> known = new ArrayList<>();

    /** What may be claimed to be archived by the state that comes with it. */
    private final List<Long> claims = new ArrayList<>();

    private long archivedTo;

    World(Path folder, ArchiveLogs logs) {
      this.folder = folder;
      this.logs = logs;
      add();
    }

    private void add() {
      known.add(ArchiveFolder.in(folder, List.of(ArchiveLogs.TOPIC)));
      claims.add(archivedTo);
    }

    void run(Attempt attempt) {
      long[] offsets = logs.all(ZERO).stream().mapToLong(r -> r.coordinate().offset()).toArray();
      if (attempt.isNew()) {
        add();
      }
      int mine = attempt.isNew() ? known.size() - 1 : 0;
      long to = offsets[attempt.to() - 1] + 1;
      long wanted = attempt.from() == offsets.length ? to : offsets[attempt.from()];
      long from = Math.min(wanted, claims.get(mine));
      long first = Arrays.stream(offsets).filter(offset -> offset >= from).min().orElse(to);
      if (first >= to) {
        return;
      }
      long bytes = attempt.records() * 113L;
      logs.onNextRead(
          () -> {
            attempt.within().forEach(this::run);
            if (attempt.diesWithin()) {
              throw new Killed();
            }
          });
      try (ArchiveWriter writer = new ArchiveWriter(known.get(mine), logs, bytes)) {
        writer.archive(ZERO, new ArchivePending(from, first, to, 0, 1, true));
        archivedTo = Math.max(archivedTo, to);
        claims.set(mine, Math.max(claims.get(mine), to));
      } catch (Killed expected) {
        logs.onNextRead(() -> {});
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
