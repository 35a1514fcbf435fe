package io.tributary.schemas.coder;

import io.tributary.schemas.event.ClientKey;
import io.tributary.schemas.event.Coordinate;
import io.tributary.schemas.event.DeadLetter;
import io.tributary.schemas.event.Device;
import io.tributary.schemas.event.Duplicate;
import io.tributary.schemas.event.EnrichedEvent;
import io.tributary.schemas.event.Event;
import io.tributary.schemas.event.Event.Clocks;
import io.tributary.schemas.event.Event.Fingerprint;
import io.tributary.schemas.event.Geo;
import io.tributary.schemas.event.Header;
import io.tributary.schemas.event.Profile;
import io.tributary.schemas.event.RawRecord;
import io.tributary.schemas.event.Session;
import io.tributary.schemas.event.SessionedEvent;
import io.tributary.schemas.event.TableRow;
import io.tributary.schemas.event.TraceParent;
import io.tributary.schemas.event.WarehouseRow;
import io.tributary.schemas.failure.Failure;
import io.tributary.schemas.failure.Outcome;
import io.tributary.schemas.failure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Values of all kinds by chance: nulls, empty things, extreme numbers, texts of all of Unicode. */
final class AnyValues {

  private static final long[] LONGS = {
    0,
    1,
    -1,
    63,
    64,
    -64,
    -65,
    127,
    128,
    16_383,
    16_384,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE + 1,
    1_773_144_000_000L
  };
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    1.5,
    -90,
    180,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.NEGATIVE_INFINITY
  };

  private final Random random;

  AnyValues(Random random) {
    this.random = random;
  }

  RawRecord rawRecord() {
    return new RawRecord(
        coordinate(), number(), orNull(this::bytes), headers(), orNull(this::bytes));
  }

  /** An event whose texts are any slices of its bytes, or absent. */
  Event event() {
    byte[] bytes = bytes();
    int[] slices = new int[2 * Event.Text.COUNT];
    for (int i = 0; i < slices.length; i += 2) {
      boolean absent = random.nextInt(3) == 0;
      slices[i] = absent ? -1 : random.nextInt(bytes.length + 1);
      slices[i + 1] = absent ? 0 : random.nextInt(bytes.length - slices[i] + 1);
    }
    long sentAt = random.nextBoolean() ? Event.NO_TIME : number();
    return new Event(
        coordinate(),
        number(),
        headers(),
        bytes,
        random.nextInt(bytes.length + 1),
        slices,
        new Clocks(number(), number(), sentAt),
        new Fingerprint(random.nextLong(), number()));
  }

  Failure failure() {
    return new Failure(
        any(Reason.values()),
        text(),
        coordinate(),
        number(),
        headers(),
        orNull(this::bytes),
        orNull(this::text),
        orNull(this::text));
  }

  Outcome<Event> outcome() {
    return random.nextBoolean() ? Outcome.ok(event()) : Outcome.rejected(failure());
  }

  SessionedEvent sessionedEvent() {
    return new SessionedEvent(event(), orNull(this::text), orNull(this::text), positive());
  }

  WarehouseRow row() {
    return switch (random.nextInt(5)) {
      case 0 -> sessionedEvent();
      case 1 -> enrichedEvent();
      case 2 ->
          new Duplicate(
              text(),
              text(),
              clientKey(),
              coordinate(),
              number(),
              coordinate(),
              number(),
              orNull(
                  () ->
                      new TraceParent(
                          "%032x".formatted(random.nextInt(1, 99)),
                          "%016x".formatted(random.nextInt(1, 99)),
                          random.nextBoolean())));
      case 3 -> new DeadLetter(failure());
      default -> session();
    };
  }

  TableRow tableRow() {
    return new TableRow(text(), row());
  }

  EnrichedEvent enrichedEvent() {
    return new EnrichedEvent(
        sessionedEvent(),
        orNull(this::text),
        orNull(this::text),
        orNull(this::text),
        orNull(
            () ->
                new Profile(
                    orNull(this::text), orNull(this::text), orNull(this::number), number())),
        orNull(
            () ->
                new Geo(
                    orNull(this::text),
                    orNull(this::text),
                    orNull(this::text),
                    orNull(this::fraction),
                    orNull(this::fraction),
                    orNull(this::text),
                    number())),
        orNull(
            () ->
                new Device(
                    orNull(this::text),
                    orNull(this::text),
                    orNull(this::text),
                    orNull(this::text),
                    orNull(this::text),
                    orNull(random::nextBoolean),
                    orNull(this::text))));
  }

  Session session() {
    return new Session(
        text(),
        clientKey(),
        orNull(this::text),
        orNull(this::text),
        number(),
        number(),
        positive(),
        text(),
        text(),
        number(),
        random.nextInt(Integer.MAX_VALUE));
  }

  private ClientKey clientKey() {
    return random.nextBoolean() ? ClientKey.ofAnonymous(text()) : ClientKey.ofUser(text());
  }

  private Coordinate coordinate() {
    return new Coordinate(text(), random.nextInt(Integer.MAX_VALUE), positive());
  }

  private List<Header> headers() {
    List<Header> headers = new ArrayList<>();
    for (int count = Math.max(0, random.nextInt(6) - 2); count > 0; count--) {
      headers.add(new Header(text(), orNull(this::bytes)));
    }
    return headers;
  }

  private byte[] bytes() {
    int length = random.nextInt(50) == 0 ? random.nextInt(20_000) : random.nextInt(40);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int most = any(new Integer[] {0x7f, 0x7f, 0x7ff, Character.MAX_CODE_POINT});
    for (int length = random.nextInt(20); length > 0; length--) {
      int c = random.nextInt(most + 1);
      text.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? 'x' : c);
    }
    return text.toString();
  }

  private long number() {
    return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
  }

  private long positive() {
    return number() & Long.MAX_VALUE;
  }

  private double fraction() {
    return random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextDouble();
  }

  private <T> T orNull(Supplier<T> value) {
    return random.nextInt(3) == 0 ? null : value.get();
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
