package io.tributary.transforms.enrich;

import io.tributary.schemas.event.Device;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Geo;
import io.tributary.schemas.event.Profile;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.rules.Privacy;

/** An event while it is being enriched. */
final class Draft {

  final SessionedEvent sessioned;
  final String clientIp;
  Profile profile;
  Geo geo;
  Device device;

  Draft(SessionedEvent sessioned) {
    this.sessioned = sessioned;
    this.clientIp = sessioned.event().text(Text.CLIENT_IP);
  }

  EnrichedEvent finish(Privacy privacy) {
    return new EnrichedEvent(
        sessioned,
        privacy.storedUserId(sessioned.event().text(Text.USER_ID)),
        privacy.storedUserId(sessioned.resolvedUserId()),
        privacy.storedClientIp(clientIp),
        profile,
        geo,
        device);
  }
}
