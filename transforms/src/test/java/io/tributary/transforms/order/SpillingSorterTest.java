package io.tributary.transforms.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.junit.jupiter.api.Test;

class SpillingSorterTest {

  private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

  @Test
  void sortsInMemoryWhatFits() {
    try (SpillingSorter<Long> sorter = ofBudget(100)) {
      List.of(3L, 1L, 2L).forEach(sorter::add);

      assertThat(sorter.spilledRuns()).isZero();
      assertThat(sorter.sorted()).toIterable().containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void mergesWhatDoesNotFit() {
    try (SpillingSorter<Long> sorter = ofBudget(2)) { // every third element spills
      List.of(9L, 1L, 5L, 8L, 2L, 6L, 7L).forEach(sorter::add);

      assertThat(sorter.spilledRuns()).isEqualTo(2);
      assertThat(sorter.sorted()).toIterable().containsExactly(1L, 2L, 5L, 6L, 7L, 8L, 9L);
    }
  }

  @Test
  void mergesWhatIsAllOnDisk() {
    try (SpillingSorter<Long> sorter = ofBudget(2)) {
      List.of(9L, 1L, 5L, 8L, 2L, 6L).forEach(sorter::add);

      assertThat(sorter.sorted()).toIterable().containsExactly(1L, 2L, 5L, 6L, 8L, 9L);
    }
  }

  @Test
  void hasNothingToSayOfNothing() {
    try (SpillingSorter<Long> sorter = ofBudget(1)) {
      assertThat(sorter.sorted()).isExhausted();
      assertThatThrownBy(() -> sorter.sorted().next()).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void endsWithAnExceptionWhereARunIsOver() {
    try (SpillingSorter<Long> sorter = ofBudget(1)) {
      List.of(2L, 1L).forEach(sorter::add);
      Iterator<Long> sorted = sorter.sorted();
      sorted.next();
      sorted.next();

      assertThat(sorted).isExhausted();
      assertThatThrownBy(sorted::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void isUsedOverAndOver() {
    try (SpillingSorter<Long> sorter = ofBudget(2)) {
      for (long round = 0; round < 3; round++) {
        List.of(round + 2, round + 1, round, round + 3).forEach(sorter::add);

        assertThat(sorter.sorted())
            .toIterable()
            .containsExactly(round, round + 1, round + 2, round + 3);
        sorter.clear();
      }
    }
  }

  @Test
  void canBeClearedInTheMiddleOfReading() {
    try (SpillingSorter<Long> sorter = ofBudget(2)) {
      List.of(9L, 1L, 5L, 8L).forEach(sorter::add);
      sorter.sorted().next();
      sorter.clear();
      sorter.add(4L);

      assertThat(sorter.spilledRuns()).isZero();
      assertThat(sorter.sorted()).toIterable().containsExactly(4L);
    }
  }

  @Test
  void leavesNoFiles() {
    Set<Path> before = files();
    try (SpillingSorter<Long> sorter = ofBudget(1)) {
      for (long i = 100; i > 0; i--) {
        sorter.add(i);
      }
      assertThat(sorter.spilledRuns()).isEqualTo(50);
      // not even while it works: who is killed cleans up nothing
      assertThat(files()).isEqualTo(before);
    }
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void countsTheWeightAfreshWhenCleared() {
    try (SpillingSorter<Long> sorter = ofBudget(2)) {
      for (int round = 0; round < 5; round++) {
        sorter.add(1L);
        sorter.add(2L);
        assertThat(sorter.spilledRuns()).isZero();
        sorter.clear();
      }
    }
  }

  @Test
  void refusesABudgetThatIsNotPositive() {
    assertThatThrownBy(() -> ofBudget(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Sort budget must be positive, was 0");
  }

  private static SpillingSorter<Long> ofBudget(long elements) {
    return new SpillingSorter<>(Comparator.naturalOrder(), VarLongCoder.of(), x -> 1, elements);
  }

  private static Set<Path> files() {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.filter(path -> path.getFileName().toString().startsWith("tributary-sort"))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
