package io.tributary.transforms.order;

import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientRunsTest {

  @Test
  void cutsWhereTheClientChanges() {
    List<List<String>> runs = new ArrayList<>();
    ClientRuns.forEach(
        List.of("a1", "a2", "b1", "c1", "c2", "c3").iterator(),
        Comparator.comparing((String element) -> element.charAt(0)),
        run -> {
          List<String> elements = new ArrayList<>();
          assertThat(run.first()).isEqualTo(run.first());
          String first = run.first();
          run.forEachRemaining(elements::add);
          assertThat(elements.get(0)).isEqualTo(first);
          assertThatThrownBy(run::next).isInstanceOf(NoSuchElementException.class);
          runs.add(elements);
        });

    assertThat(runs).containsExactly(List.of("a1", "a2"), List.of("b1"), List.of("c1", "c2", "c3"));
  }

  @Test
  void hasNoRunsOfNothing() {
    ClientRuns.forEach(
        List.<String>of().iterator(),
        Comparator.naturalOrder(),
        run -> {
          throw new AssertionError("no run was expected");
        });
  }

  @Test
  void clientsAreToldApartAsTheirKeysAre() {
    List<Event> events = new ArrayList<>();
    for (String anonymous : new String[] {null, "x", "y", "xy", "\u00e4"}) {
      for (String user : new String[] {null, "x", "y", "xy", "\u00e4"}) {
        if (anonymous != null || user != null) {
          events.add(event("e" + events.size()).anonymous(anonymous).user(user).build());
        }
      }
    }

    for (Event one : events) {
      for (Event other : events) {
        boolean same = one.clientKey().equals(other.clientKey());
        assertThat(Orders.CLIENT.compare(one, other) == 0).isEqualTo(same);
        assertThat(Orders.clientHash(one) == Orders.clientHash(other)).isEqualTo(same);
        assertThat(Integer.signum(Orders.CLIENT.compare(one, other)))
            .isEqualTo(-Integer.signum(Orders.CLIENT.compare(other, one)));
      }
    }
  }

  @Test
  void theHashDependsOnTheClientAlone() {
    assertThat(Orders.clientHash(event("a").offset(1).user("u").content(1).build()))
        .isEqualTo(Orders.clientHash(event("bb").offset(2).type("long.type").content(2).build()));
  }

  @Test
  void clientsThatAreCountedUpSpread() {
    Set<Long> hashes = new HashSet<>();
    Set<Long> buckets = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      long hash = Orders.clientHash(event("e").anonymous("anon-" + i).build());
      hashes.add(hash);
      buckets.add(Math.floorMod(hash, 128L));
    }

    assertThat(hashes).hasSize(20_000);
    assertThat(buckets).hasSize(128);
  }
}
