package io.tributary.schemas.coder;

import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Device;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Geo;
import io.tributary.schemas.event.Profile;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.TraceParent;
import io.tributary.schemas.event.WarehouseRow;

/** Rows of all kinds in one lane: a tag, then the row. */
public final class WarehouseRowCoder extends PackedCoder<WarehouseRow> {

  private static final WarehouseRowCoder INSTANCE = new WarehouseRowCoder();
  private static final int SESSIONED = 0;
  private static final int ENRICHED = 1;
  private static final int DUPLICATE = 2;
  private static final int DEAD_LETTER = 3;
  private static final int SESSION = 4;

  private WarehouseRowCoder() {}

  public static WarehouseRowCoder of() {
    return INSTANCE;
  }

  @Override
  public void pack(WarehouseRow value, Packer to) {
    if (value instanceof SessionedEvent row) {
      to.putByte(SESSIONED);
      SessionedEventCoder.of().pack(row, to);
    } else if (value instanceof EnrichedEvent row) {
      to.putByte(ENRICHED);
      packEnriched(row, to);
    } else if (value instanceof Duplicate row) {
      to.putByte(DUPLICATE);
      packDuplicate(row, to);
    } else if (value instanceof DeadLetter row) {
      to.putByte(DEAD_LETTER);
      FailureCoder.of().pack(row.failure(), to);
    } else if (value instanceof Session row) {
      to.putByte(SESSION);
      packSession(row, to);
    }
  }

  @Override
  public WarehouseRow unpack(Unpacker from) {
    int tag = from.takeByte();
    return switch (tag) {
      case SESSIONED -> SessionedEventCoder.of().unpack(from);
      case ENRICHED -> unpackEnriched(from);
      case DUPLICATE -> unpackDuplicate(from);
      case DEAD_LETTER -> new DeadLetter(FailureCoder.of().unpack(from));
      case SESSION -> unpackSession(from);
      default -> throw new IllegalStateException("No warehouse row has the tag " + tag);
    };
  }

  private static void packEnriched(EnrichedEvent row, Packer to) {
    SessionedEventCoder.of().pack(row.sessioned(), to);
    to.putText(row.userId());
    to.putText(row.resolvedUserId());
    to.putText(row.clientIp());
    to.putByte(
        (row.profile() == null ? 0 : 1)
            | (row.geo() == null ? 0 : 2)
            | (row.device() == null ? 0 : 4));
    if (row.profile() != null) {
      Profile profile = row.profile();
      to.putText(profile.country());
      to.putText(profile.segment());
      to.putLong(profile.createdAt());
      to.putSigned(profile.validFrom());
    }
    if (row.geo() != null) {
      Geo geo = row.geo();
      to.putText(geo.country());
      to.putText(geo.region());
      to.putText(geo.city());
      to.putDouble(geo.latitude());
      to.putDouble(geo.longitude());
      to.putText(geo.timeZone());
      to.putSigned(geo.databaseBuild());
    }
    if (row.device() != null) {
      Device device = row.device();
      to.putText(device.deviceClass());
      to.putText(device.osName());
      to.putText(device.osVersion());
      to.putText(device.browserName());
      to.putText(device.browserVersion());
      to.putBoolean(device.bot());
      to.putText(device.rulesVersion());
    }
  }

  private static EnrichedEvent unpackEnriched(Unpacker from) {
    SessionedEvent sessioned = SessionedEventCoder.of().unpack(from);
    String userId = from.takeText();
    String resolvedUserId = from.takeText();
    String clientIp = from.takeText();
    int parts = from.takeByte();
    Profile profile =
        (parts & 1) == 0
            ? null
            : new Profile(from.takeText(), from.takeText(), from.takeLong(), from.takeSigned());
    Geo geo =
        (parts & 2) == 0
            ? null
            : new Geo(
                from.takeText(),
                from.takeText(),
                from.takeText(),
                from.takeDouble(),
                from.takeDouble(),
                from.takeText(),
                from.takeSigned());
    Device device =
        (parts & 4) == 0
            ? null
            : new Device(
                from.takeText(),
                from.takeText(),
                from.takeText(),
                from.takeText(),
                from.takeText(),
                from.takeBoolean(),
                from.takeText());
    return new EnrichedEvent(sessioned, userId, resolvedUserId, clientIp, profile, geo, device);
  }

  private static void packDuplicate(Duplicate row, Packer to) {
    to.putText(row.eventId());
    to.putText(row.eventType());
    to.putClientKey(row.clientKey());
    to.putCoordinate(row.coordinate());
    to.putSigned(row.receivedAt());
    to.putCoordinate(row.original());
    to.putSigned(row.originalReceivedAt());
    to.putText(row.trace() == null ? null : row.trace().text());
  }

  private static Duplicate unpackDuplicate(Unpacker from) {
    return new Duplicate(
        from.takeText(),
        from.takeText(),
        from.takeClientKey(),
        from.takeCoordinate(),
        from.takeSigned(),
        from.takeCoordinate(),
        from.takeSigned(),
        takeTrace(from));
  }

  private static TraceParent takeTrace(Unpacker from) {
    String text = from.takeText();
    return text == null ? null : TraceParent.parse(text);
  }

  private static void packSession(Session row, Packer to) {
    to.putText(row.sessionId());
    to.putClientKey(row.clientKey());
    to.putText(row.anonymousId());
    to.putText(row.userId());
    to.putSigned(row.startedAt());
    to.putSigned(row.endedAt());
    to.putVarLong(row.eventCount());
    to.putText(row.firstEventType());
    to.putText(row.lastEventType());
    to.putSigned(row.closedAt());
    to.putVarLong(row.revision());
  }

  private static Session unpackSession(Unpacker from) {
    return new Session(
        from.takeText(),
        from.takeClientKey(),
        from.takeText(),
        from.takeText(),
        from.takeSigned(),
        from.takeSigned(),
        from.takeVarLong(),
        from.takeText(),
        from.takeText(),
        from.takeSigned(),
        from.takeVarInt());
  }
}
