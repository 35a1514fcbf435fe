package io.tributary.transforms.identity;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.transforms.identity.IdentityFold.Memory;
import io.tributary.transforms.identity.Links.Link;
import io.tributary.transforms.order.Orders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class IdentityFoldProperties {

  @Property(seed = "20260302")
  void saysWhatTheRuleSays(
      @ForAll("events") List<Event> unordered, @ForAll("links") List<Link> links) {
    List<Event> events = new ArrayList<>(unordered);
    events.sort(Orders.ARRIVAL);
    IdentityFold fold = new IdentityFold(Duration.ofDays(3), new SomeLinks(links));
    Memory memory = new Memory();
    for (int i = 0; i < events.size(); i++) {
      assertThat(fold.resolve(memory, events.get(i)))
          .describedAs("event %d of %d", i, events.size())
          .isEqualTo(byTheRule(events, i, links));
    }
  }

  /** The rule as it is written: looks at all events before and all links. */
  private static String byTheRule(List<Event> events, int index, List<Link> links) {
    Event event = events.get(index);
    if (event.has(Text.USER_ID)) {
      return event.text(Text.USER_ID);
    }
    String user = null;
    long latest = Long.MIN_VALUE;
    for (Link link : links) {
      if (link.linkedAt() < event.receivedAt() && link.linkedAt() >= latest) {
        latest = link.linkedAt();
        user = link.userId();
      }
    }
    for (Event before : events.subList(0, index)) {
      long at = before.receivedAt();
      if (before.has(Text.USER_ID)
          && at < event.receivedAt()
          && at >= event.receivedAt() - 3 * DAY
          && at >= latest) {
        latest = at;
        user = before.text(Text.USER_ID);
      }
    }
    return user;
  }

  /** One client's events on a grid of half a day and a millisecond. */
  @Provide
  Arbitrary<List<Event>> events() {
    return Combinators.combine(times(), Arbitraries.of("ada", "bob", "cy").injectNull(0.6))
        .as((time, user) -> event("e").received(time).user(user))
        .list()
        .ofMaxSize(12)
        .map(
            builders -> {
              List<Event> events = new ArrayList<>();
              builders.forEach(e -> events.add(e.offset(events.size()).build()));
              return events;
            });
  }

  @Provide
  Arbitrary<List<Link>> links() {
    return Combinators.combine(Arbitraries.of("fay", "gus"), times())
        .as(Link::new)
        .list()
        .uniqueElements(Link::linkedAt)
        .ofMaxSize(3);
  }

  private static Arbitrary<Long> times() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 14), Arbitraries.integers().between(-1, 1))
        .as((halfDays, millis) -> NOON + halfDays * DAY / 2 + millis);
  }

  private record SomeLinks(List<Link> links) implements Links {
    @Override
    public Link lastBefore(String anonymousId, long receivedAt) {
      return links.stream()
          .filter(link -> link.linkedAt() < receivedAt)
          .max((one, other) -> Long.compare(one.linkedAt(), other.linkedAt()))
          .orElse(null);
    }

    @Override
    public void close() {}
  }
}
