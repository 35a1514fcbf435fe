package io.tributary.transforms.enrich;

import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.coder.WarehouseRowCoder;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.rules.Privacy;
import io.tributary.transforms.DirectRun;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;

class EnrichTest {

  @Test
  void asksEveryStoreThatIsSwitchedOn() {
    FakeStores stores = new FakeStores();
    Pipeline pipeline = DirectRun.pipeline();
    PCollection<WarehouseRow> rows = given(pipeline);

    DirectRun.assertHolds(
        rows.apply(
            "Enrich",
            Enrich.with(Privacy.defaults())
                .withProfiles(stores::profiles)
                .withGeoIp(stores::geoIp)
                .withUserAgents(stores::userAgents)),
        EnrichTest::describe,
        expected("gold DE Firefox"));
    DirectRun.assertHolds(
        rows.apply("EnrichWithNothing", Enrich.with(Privacy.defaults())),
        EnrichTest::describe,
        expected("null null null"));
    pipeline.run();
  }

  @Test
  void aStoreThatIsAwayFailsThePipeline() {
    FakeStores stores = new FakeStores();
    stores.away = true;
    Pipeline pipeline = DirectRun.pipeline();
    given(pipeline).apply("Enrich", Enrich.with(Privacy.defaults()).withProfiles(stores::profiles));

    assertThatThrownBy(pipeline::run).hasStackTraceContaining("the store is away");
  }

  private static PCollection<WarehouseRow> given(Pipeline pipeline) {
    List<WarehouseRow> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(
          new SessionedEvent(
              event("e" + i)
                  .offset(i)
                  .user("ada")
                  .text(Text.CLIENT_IP, "203.0.113.77")
                  .text(Text.USER_AGENT, "a browser")
                  .received(NOON)
                  .build(),
              "ada",
              "session",
              1));
    }
    return DirectRun.given(pipeline, WarehouseRowCoder.of(), rows);
  }

  private static List<String> expected(String answers) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      expected.add("e" + i + " of ada at 203.0.113.0: " + answers);
    }
    return expected;
  }

  private static String describe(WarehouseRow row) {
    EnrichedEvent event = (EnrichedEvent) row;
    assertThat(event.partitionTime()).isEqualTo(NOON);
    return "%s of %s at %s: %s %s %s"
        .formatted(
            event.event().eventId(),
            event.userId(),
            event.clientIp(),
            event.profile() == null ? null : event.profile().segment(),
            event.geo() == null ? null : event.geo().country(),
            event.device() == null ? null : event.device().browserName());
  }
}
