package io.tributary.transforms.identity;

import static io.tributary.transforms.Records.DAY;
import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.transforms.identity.IdentityFold.Memory;
import io.tributary.transforms.identity.Links.Link;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdentityFoldTest {

  private final Memory memory = new Memory();
  private IdentityFold fold = new IdentityFold(Duration.ofDays(3), null);

  @Test
  void anEventsOwnUserComesFirst() {
    came(0, "ada");

    assertThat(came(1, "bob")).isEqualTo("bob");
  }

  @Test
  void anAnonymousEventBeforeAnyLoginHasNoUser() {
    assertThat(came(0, null)).isNull();
  }

  @Test
  void aLoginSpeaksForLaterAnonymousEvents() {
    came(0, "ada");

    assertThat(came(1, null)).isEqualTo("ada");
  }

  @Test
  void theLatestLoginSpeaks() {
    came(0, "ada");
    came(1, "bob");

    assertThat(came(2, null)).isEqualTo("bob");
  }

  @Test
  void aLoginAtTheSameMillisecondDoesNotSpeak() {
    came(0, "ada");

    assertThat(came(0, null)).isNull();
  }

  @Test
  void behindALoginAtTheSameMillisecondTheOneBeforeItSpeaks() {
    came(0, "ada");
    came(5, "bob");
    came(5, "cy");

    assertThat(came(5, null)).isEqualTo("ada");
    assertThat(came(6, null)).isEqualTo("cy");
  }

  @Test
  void exactlyThreeDaysAreWithin() {
    came(0, "ada");

    assertThat(came(3 * DAY, null)).isEqualTo("ada");
    assertThat(came(3 * DAY + 1, null)).isNull();
  }

  @Test
  void anEventWithoutAnonymousIdLinksNobody() {
    fold.resolve(memory, event("a").anonymous(null).user("ada").received(NOON).build());

    assertThat(came(1, null)).isNull();
  }

  @Test
  void theLaterOfLoginAndFileSpeaks() {
    fileSays("fay", 10);
    came(0, "ada");
    assertThat(came(20, null)).isEqualTo("fay");

    came(30, "bob");
    assertThat(came(40, null)).isEqualTo("bob");
  }

  @Test
  void aLoginWinsOverALinkOfTheSameTime() {
    fileSays("fay", 10);
    came(10, "ada");

    assertThat(came(20, null)).isEqualTo("ada");
  }

  @Test
  void aLinkOfTheFileHasNoHorizon() {
    fileSays("fay", 10);

    assertThat(came(30 * DAY, null)).isEqualTo("fay");
  }

  @Test
  void asksTheFileForTheAnonymousIdStrictlyBeforeTheEvent() {
    fileSays("fay", 10);

    assertThat(came(10, null)).isNull();
    assertThat(came(11, null)).isEqualTo("fay");
  }

  @Test
  void refusesAHorizonThatIsNotPositive() {
    assertThatThrownBy(() -> new IdentityFold(Duration.ZERO, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Identity horizon must be positive, was PT0S");
  }

  private String came(long afterNoon, String userId) {
    return fold.resolve(memory, event("e").user(userId).received(NOON + afterNoon).build());
  }

  private void fileSays(String userId, long afterNoon) {
    fold = new IdentityFold(Duration.ofDays(3), new OneLink("anon", userId, NOON + afterNoon));
  }

  private record OneLink(String anonymousId, String userId, long linkedAt) implements Links {
    @Override
    public Link lastBefore(String asked, long receivedAt) {
      return asked.equals(anonymousId) && linkedAt < receivedAt ? new Link(userId, linkedAt) : null;
    }

    @Override
    public void close() {}
  }
}
