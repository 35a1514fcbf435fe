package io.tributary.io.iceberg;

import static io.tributary.io.iceberg.Column.optional;
import static io.tributary.io.iceberg.Column.required;

import io.tributary.schemas.event.Device;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Text;
import io.tributary.schemas.event.Geo;
import io.tributary.schemas.event.Profile;
import io.tributary.schemas.event.TraceParent;
import io.tributary.schemas.table.Scalar;
import io.tributary.schemas.table.StructType;
import io.tributary.schemas.table.StructType.Field;
import io.tributary.transforms.order.Orders;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.types.Types;

/** The columns that every event table has, in their order. */
final class EventColumns {

  static final String CONTEXT = "context";
  static final String PROPERTIES = "properties";
  static final String CONTEXT_OTHER = "context_other";
  static final String PROPERTIES_OTHER = "properties_other";

  /** The typed part of {@code context}; what is not named here goes to {@code context_other}. */
  static final StructType CONTEXT_TYPE =
      StructType.of(
          new Field("page", strings("url", "title", "referrer")),
          new Field("locale", Scalar.STRING),
          new Field("timezone", Scalar.STRING),
          new Field(
              "screen",
              StructType.of(new Field("width", Scalar.LONG), new Field("height", Scalar.LONG))),
          new Field("campaign", strings("name", "source", "medium", "term", "content")));

  private static final long DAY = 86_400_000L;

  private EventColumns() {}

  private static StructType strings(String... names) {
    return StructType.of(Arrays.stream(names).map(name -> new Field(name, Scalar.STRING)).toList());
  }

  /**
   * @param maxOutOfOrder milliseconds; it says what {@code is_late} means
   */
  static List<Column<EnrichedEvent>> flat(long maxOutOfOrder) {
    return List.of(
        requiredText("event_id", Text.EVENT_ID).withoutDictionary(),
        requiredText("event_type", Text.EVENT_TYPE),
        requiredText("schema_version", Text.SCHEMA_VERSION),
        text("user_id", EnrichedEvent::userId).withoutDictionary(),
        text("anonymous_id", Text.ANONYMOUS_ID).withoutDictionary(),
        text("client_session_id", Text.SESSION_ID).withoutDictionary(),
        text("platform", Text.PLATFORM),
        text("app_version", Text.APP_VERSION),
        text("sdk_version", Text.SDK_VERSION),
        text("client_ip", EnrichedEvent::clientIp).withoutDictionary(),
        text("user_agent", Text.USER_AGENT).withoutDictionary(),
        time("timestamp", row -> row.event().timestamp()),
        time("original_timestamp", row -> row.event().clocks().original()),
        optional(
                "sent_at",
                Types.TimestampType.withZone(),
                (EnrichedEvent row, Cell cell) -> {
                  if (row.event().clocks().sentAt() == Event.NO_TIME) {
                    cell.empty();
                  } else {
                    cell.time(row.event().clocks().sentAt());
                  }
                })
            .withoutDictionary(),
        time("received_at", row -> row.event().receivedAt()),
        required(
            "is_late",
            Types.BooleanType.get(),
            (row, cell) -> cell.flag(Orders.isLate(row.event(), maxOutOfOrder), 0)),
        text("session_id", row -> row.sessioned().sessionId()).withoutDictionary(),
        optional(
                "session_event_number",
                Types.LongType.get(),
                (EnrichedEvent row, Cell cell) ->
                    cell.number(row.sessioned().sessionEventNumber(), 0))
            .withoutDictionary(),
        optional(
            "session_is_new",
            Types.BooleanType.get(),
            (row, cell) -> cell.flag(row.sessioned().sessionEventNumber() == 1, 0)),
        text("resolved_user_id", EnrichedEvent::resolvedUserId).withoutDictionary(),
        text("user_country", row -> of(row.profile(), Profile::country)),
        text("user_segment", row -> of(row.profile(), Profile::segment)),
        optional(
                "account_age_days",
                Types.LongType.get(),
                (EnrichedEvent row, Cell cell) -> cell.number(accountAge(row)))
            .withoutDictionary(),
        text("geo_country", row -> of(row.geo(), Geo::country)),
        text("geo_region", row -> of(row.geo(), Geo::region)),
        text("geo_city", row -> of(row.geo(), Geo::city)),
        optional(
            "geo_latitude",
            Types.DoubleType.get(),
            (row, cell) -> cell.real(of(row.geo(), Geo::latitude))),
        optional(
            "geo_longitude",
            Types.DoubleType.get(),
            (row, cell) -> cell.real(of(row.geo(), Geo::longitude))),
        text("geo_time_zone", row -> of(row.geo(), Geo::timeZone)),
        text("device_class", row -> of(row.device(), Device::deviceClass)),
        text("os_name", row -> of(row.device(), Device::osName)),
        text("os_version", row -> of(row.device(), Device::osVersion)),
        text("browser_name", row -> of(row.device(), Device::browserName)),
        text("browser_version", row -> of(row.device(), Device::browserVersion)),
        optional(
            "is_bot",
            Types.BooleanType.get(),
            (row, cell) -> cell.flag(of(row.device(), Device::bot))),
        stamp("profile_version", row -> of(row.profile(), Profile::validFrom)),
        stamp("geo_db_build", row -> of(row.geo(), Geo::databaseBuild)),
        text("ua_rules_version", row -> of(row.device(), Device::rulesVersion)),
        required(
            "kafka_topic",
            Types.StringType.get(),
            (row, cell) -> cell.text(row.event().coordinate().topic())),
        required(
            "kafka_partition",
            Types.IntegerType.get(),
            (row, cell) -> cell.small(row.event().coordinate().partition())),
        Column.<EnrichedEvent>required(
                "kafka_offset",
                Types.LongType.get(),
                (row, cell) -> cell.number(row.event().coordinate().offset(), 0))
            .withoutDictionary(),
        text("trace_id", row -> TraceParent.traceId(row.event().headers())).withoutDictionary());
  }

  private static <T, V> V of(T part, Function<T, V> value) {
    return part == null ? null : value.apply(part);
  }

  /** Whole days since the account was made, as of {@code received_at}. */
  private static Long accountAge(EnrichedEvent row) {
    Profile profile = row.profile();
    return profile == null || profile.createdAt() == null
        ? null
        : Math.floorDiv(row.event().receivedAt() - profile.createdAt(), DAY);
  }

  private static Column<EnrichedEvent> requiredText(String name, Text text) {
    return required(name, Types.StringType.get(), (row, cell) -> cell.text(row.event(), text));
  }

  private static Column<EnrichedEvent> text(String name, Text text) {
    return optional(name, Types.StringType.get(), (row, cell) -> cell.text(row.event(), text));
  }

  private static Column<EnrichedEvent> text(String name, Function<EnrichedEvent, String> value) {
    return optional(name, Types.StringType.get(), (row, cell) -> cell.text(value.apply(row)));
  }

  private static Column<EnrichedEvent> time(String name, Function<EnrichedEvent, Long> value) {
    return Column.<EnrichedEvent>required(
            name, Types.TimestampType.withZone(), (row, cell) -> cell.time(value.apply(row)))
        .withoutDictionary();
  }

  /** A time that names a version. */
  private static Column<EnrichedEvent> stamp(String name, Function<EnrichedEvent, Long> value) {
    return optional(
        name,
        Types.TimestampType.withZone(),
        (row, cell) -> {
          Long millis = value.apply(row);
          if (millis == null) {
            cell.empty();
          } else {
            cell.time(millis);
          }
        });
  }
}
