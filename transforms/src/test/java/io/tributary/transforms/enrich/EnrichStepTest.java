package io.tributary.transforms.enrich;

import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.at;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Device;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Geo;
import io.tributary.schemas.event.Profile;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Reason;
import io.tributary.schemas.rules.Privacy;
import io.tributary.schemas.rules.Privacy.ClientIp;
import io.tributary.transforms.telemetry.Counts;
import io.tributary.transforms.telemetry.Measure;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnrichStepTest {

  private final FakeStores stores = new FakeStores();
  private final Map<Measure, Long> counted = new EnumMap<>(Measure.class);
  private final Counts counts = (measure, n) -> counted.merge(measure, n, Long::sum);
  private final List<WarehouseRow> rows = new ArrayList<>();

  @Test
  void addsWhatIsKnown() {
    SessionedEvent event = sessioned("ada", "ada", "203.0.113.77", "a browser");

    enrich(Privacy.defaults(), event);

    assertThat(rows)
        .containsExactly(
            new EnrichedEvent(
                event,
                "ada",
                "ada",
                "203.0.113.0",
                new Profile("NL", "gold", 5L, 7),
                new Geo("DE", null, "Ulm", 48.4, 9.99, "Europe/Berlin", 3),
                new Device("desktop", "Linux", null, "Firefox", "120", false, "rules-1")));
    assertThat(counted)
        .containsEntry(Measure.PROFILE_FOUND, 1L)
        .containsEntry(Measure.GEO_RESOLVED, 1L)
        .containsEntry(Measure.DEVICE_KNOWN, 1L);
  }

  @Test
  void whatIsNotKnownIsNullAndKeepsItsStamps() {
    SessionedEvent event = sessioned(null, null, null, null);

    enrich(Privacy.defaults(), event);

    assertThat(rows)
        .containsExactly(
            new EnrichedEvent(
                event,
                null,
                null,
                null,
                null,
                new Geo(null, null, null, null, null, null, 3),
                new Device(null, null, null, null, null, null, "rules-1")));
    assertThat(counted).isEmpty();
    assertThat(stores.asked).isEmpty();
  }

  @Test
  void aUserWithoutProfileIsNoError() {
    enrich(Privacy.defaults(), sessioned("eve", "eve", null, null));

    assertThat(((EnrichedEvent) rows.get(0)).profile()).isNull();
    assertThat(counted).doesNotContainKey(Measure.PROFILE_FOUND);
  }

  @Test
  void theResolvedUserIsLookedUpAsOfTheRecord() {
    enrich(Privacy.defaults(), sessioned(null, "ada", null, null));

    assertThat(stores.asked).containsExactly(new Profiles.Key("ada", NOON));
    assertThat(((EnrichedEvent) rows.get(0)).profile()).isNotNull();
    assertThat(((EnrichedEvent) rows.get(0)).userId()).isNull();
  }

  @Test
  void privacyIsAppliedBehindTheLookUps() {
    Privacy strict = new Privacy(ClientIp.NONE, "key");

    enrich(strict, sessioned("ada", "ada", "203.0.113.77", null));

    EnrichedEvent row = (EnrichedEvent) rows.get(0);
    assertThat(stores.asked).extracting(Profiles.Key::userId).containsExactly("ada");
    assertThat(row.geo().country()).isEqualTo("DE");
    assertThat(row.clientIp()).isNull();
    assertThat(row.userId()).isEqualTo(strict.storedUserId("ada")).isNotEqualTo("ada");
    assertThat(row.resolvedUserId()).isEqualTo(strict.storedUserId("ada"));
  }

  @Test
  void idsAreStoredLikewiseInSessionsAndDuplicates() {
    Privacy keyed = new Privacy(ClientIp.FULL, "key");
    String ada = keyed.storedUserId("ada");

    enrich(
        keyed,
        session(ClientKey.ofUser("ada"), null, "ada"),
        session(ClientKey.ofAnonymous("ada"), "ada", null),
        duplicate(ClientKey.ofUser("ada")),
        duplicate(ClientKey.ofAnonymous("ada")));

    assertThat(rows)
        .containsExactly(
            session(ClientKey.ofUser(ada), null, ada),
            session(ClientKey.ofAnonymous("ada"), "ada", null),
            duplicate(ClientKey.ofUser(ada)),
            duplicate(ClientKey.ofAnonymous("ada")));
  }

  @Test
  void deadLettersPassAsTheyAre() {
    DeadLetter dead =
        new DeadLetter(
            new Failure(
                Reason.MALFORMED_JSON, "no payload", at(1), NOON, List.of(), null, null, null));

    enrich(new Privacy(ClientIp.NONE, "key"), dead);

    assertThat(rows).containsExactly(dead);
  }

  @Test
  void withoutEnrichmentsOnlyPrivacyIsApplied() {
    SessionedEvent event = sessioned("ada", "ada", "203.0.113.77", "a browser");
    run(new EnrichStep(List.of(), Privacy.defaults()), event);

    assertThat(rows)
        .containsExactly(new EnrichedEvent(event, "ada", "ada", "203.0.113.0", null, null, null));
  }

  @Test
  void looksUpManyUsersAtATime() {
    WarehouseRow[] events = new WarehouseRow[600];
    for (int i = 0; i < events.length; i++) {
      events[i] = sessioned("user" + i, "user" + i, null, null);
    }

    enrich(Privacy.defaults(), events);

    assertThat(stores.batches).containsExactly(256, 256, 88);
    assertThat(rows)
        .extracting(row -> ((EnrichedEvent) row).sessioned())
        .containsExactly(Arrays.copyOf(events, events.length, SessionedEvent[].class));
  }

  @Test
  void aFullBatchLeavesNothingForTheNext() {
    EnrichStep step = step(Privacy.defaults());
    step.open();
    for (int bundle = 0; bundle < 2; bundle++) {
      step.start();
      for (int i = 0; i < 256; i++) {
        step.process(sessioned("ada", "ada", null, null), rows::add, counts);
      }
      step.finish(rows::add, counts);
    }

    assertThat(rows).hasSize(512);
  }

  @Test
  void aBundleThatFailedLeavesNothingForTheNext() {
    EnrichStep step = step(Privacy.defaults());
    step.open();
    step.start();
    step.process(sessioned("ada", "ada", null, null), rows::add, counts);
    step.start(); // the bundle before was given up
    step.finish(rows::add, counts);

    assertThat(rows).isEmpty();
  }

  @Test
  void aStoreThatIsAwayFailsTheBundle() {
    stores.away = true;

    assertThatThrownBy(() -> enrich(Privacy.defaults(), sessioned("ada", "ada", null, null)))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(rows).isEmpty();
  }

  @Test
  void closesWhatItOpened() {
    EnrichStep step = step(Privacy.defaults());
    step.close(); // a worker may be stopped before it started

    step.open();
    step.close();
    assertThat(stores.open).isZero();
  }

  private void enrich(Privacy privacy, WarehouseRow... given) {
    run(step(privacy), given);
  }

  private void run(EnrichStep step, WarehouseRow... given) {
    step.open();
    step.start();
    for (WarehouseRow row : given) {
      step.process(row, rows::add, counts);
    }
    step.finish(rows::add, counts);
    step.close();
  }

  private EnrichStep step(Privacy privacy) {
    return new EnrichStep(
        List.of(
            new ProfileEnrichment(stores::profiles),
            new GeoEnrichment(stores::geoIp),
            new DeviceEnrichment(stores::userAgents)),
        privacy);
  }

  private static SessionedEvent sessioned(String user, String resolved, String ip, String agent) {
    return new SessionedEvent(
        event("e")
            .user(user)
            .text(Text.CLIENT_IP, ip)
            .text(Text.USER_AGENT, agent)
            .received(NOON)
            .build(),
        resolved,
        "session",
        1);
  }

  private static Session session(ClientKey client, String anonymousId, String userId) {
    return new Session("s", client, anonymousId, userId, 1, 2, 3, "first", "last", 4, 1);
  }

  private static Duplicate duplicate(ClientKey client) {
    return new Duplicate("id", "type", client, at(2), NOON, at(1), NOON, null);
  }
}
