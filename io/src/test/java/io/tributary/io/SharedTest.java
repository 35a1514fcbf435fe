package io.tributary.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedTest {

  private static final class Resource implements AutoCloseable {
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  /** Equal by name alone, so that the counter is not part of what is equal. */
  private static final class Named implements Shared.Key<Resource> {
    private final String name;
    private final AtomicInteger opened;

    Named(String name, AtomicInteger opened) {
      this.name = name;
      this.opened = opened;
    }

    @Override
    public Resource open() {
      opened.incrementAndGet();
      return new Resource();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Named named && named.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  private final AtomicInteger opened = new AtomicInteger();

  @Test
  void sharesOneValueBetweenEqualKeys() {
    try (Shared<Resource> one = Shared.use(new Named("a", opened));
        Shared<Resource> two = Shared.use(new Named("a", opened));
        Shared<Resource> other = Shared.use(new Named("b", opened))) {
      assertThat(two.value()).isSameAs(one.value());
      assertThat(other.value()).isNotSameAs(one.value());
      assertThat(opened).hasValue(2);
    }
  }

  @Test
  void closesWithTheLastUserAndOnlyOnce() {
    Shared<Resource> one = Shared.use(new Named("a", opened));
    Shared<Resource> two = Shared.use(new Named("a", opened));
    Resource value = one.value();

    one.close();
    one.close();
    assertThat(value.closed).hasValue(0);

    two.close();
    two.close();
    assertThat(value.closed).hasValue(1);
  }

  @Test
  void opensAgainAfterTheLastUserLeft() {
    Shared<Resource> first = Shared.use(new Named("a", opened));
    Resource value = first.value();
    first.close();
    try (Shared<Resource> second = Shared.use(new Named("a", opened))) {
      assertThat(second.value()).isNotSameAs(value);
      assertThat(second.value().closed).hasValue(0);
    }
  }

  private record Failing(AtomicInteger tries) implements Shared.Key<String> {
    @Override
    public String open() {
      if (tries.incrementAndGet() == 1) {
        throw new IllegalStateException("not yet");
      }
      return "open";
    }
  }

  @Test
  void passesAFailureOnAndTriesAgainAtTheNextUse() {
    Failing key = new Failing(new AtomicInteger());
    assertThatThrownBy(() -> Shared.use(key)).hasMessage("not yet");
    try (Shared<String> shared = Shared.use(key)) {
      assertThat(shared.value()).isEqualTo("open");
    }
  }

  @Test
  void opensOnceHoweverManyThreadsAsk() throws Exception {
    int threads = 8;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Shared<Resource>>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(
            () -> {
              start.await();
              return Shared.use(new Named("many", opened));
            });
      }
      List<Shared<Resource>> uses = new ArrayList<>();
      for (Future<Shared<Resource>> task : pool.invokeAll(tasks)) {
        uses.add(task.get());
      }
      assertThat(opened).hasValue(1);
      Resource value = uses.get(0).value();
      assertThat(uses).allMatch(use -> use.value() == value);
      uses.forEach(Shared::close);
      assertThat(value.closed).hasValue(1);
    } finally {
      pool.shutdownNow();
    }
  }
}
