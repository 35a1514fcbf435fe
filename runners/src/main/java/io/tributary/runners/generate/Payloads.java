package io.tributary.runners.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.schemas.event.Header;
import java.util.ArrayList;
import java.util.List;

/** Makes keys, headers and payloads of planned records: a pure function of plan and seed. */
final class Payloads {

  private static final long CONTENT = 10;
  private static final long ID = 11;
  private static final long TRACE = 12;
  private static final long DAMAGE = 13;

  private static final List<String> REFERRERS =
      List.of(
          "https://www.google.com/",
          "https://www.bing.com/",
          "https://duckduckgo.com/",
          "https://www.instagram.com/",
          "https://news.example.org/2026/03/spring");
  private static final List<String> SOURCES = List.of("newsletter", "google", "instagram", "qr");

  private final long seed;
  private final Devices devices;

  Payloads(GeneratorOptions options, Devices devices) {
    this.seed = options.seed();
    this.devices = devices;
  }

  /** The client's id; null for the few records that were sent without key. */
  byte[] key(Planned event) {
    return Rnd.mix(seed ^ event.number) % 500 == 0
        ? null
        : devices.device(event.user, event.device).key().getBytes(UTF_8);
  }

  List<Header> headers(Planned event) {
    List<Header> headers = new ArrayList<>(3);
    Rnd random = Rnd.of(seed, TRACE, event.number);
    String trace = "00-" + random.hex() + random.hex() + "-" + random.hex();
    headers.add(header("traceparent", trace + (random.below(1000) == 0 ? "-01" : "-00")));
    Device device = devices.device(event.user, event.device);
    switch (device.headers()) {
      case INSTEAD -> {
        headers.add(header("client_ip", address(device, event)));
        headers.add(header("user_agent", device.userAgent()));
      }
      case BESIDE -> {
        headers.add(header("client_ip", "10.1.2.3"));
        headers.add(header("user_agent", "acme-proxy/1.0"));
      }
      case NONE -> {}
    }
    if (event.hostile == Hostile.ODD_HEADERS) {
      headers.add(header("x-forwarded-for", "10.0.0.1"));
      headers.add(header("x-forwarded-for", "10.0.0.2"));
      headers.add(new Header("empty", null));
      headers.add(new Header("", new byte[] {(byte) 0xff, 0}));
    }
    return headers;
  }

  /** The bytes; null for a record that has none. */
  byte[] payload(Planned event) {
    Draft draft = draft(event);
    if (event.broken != Broken.NONE) {
      return Breakage.payload(event, draft, Rnd.of(seed, DAMAGE, event.number));
    }
    Hostility.apply(event.hostile, draft, Rnd.of(seed, DAMAGE, event.number));
    if (event.hostile == Hostile.LARGEST) {
      return Hostility.padded(draft, Hostility.LARGEST_BYTES);
    }
    Members members = draft.finish();
    if (event.hostile == Hostile.NO_PROPERTIES) {
      members.remove("properties");
    }
    boolean reworded = event.repeat == Planned.Repeat.REWORDED;
    return (reworded ? members.reworded() : members.json()).getBytes(UTF_8);
  }

  private Draft draft(Planned event) {
    Device device = devices.device(event.user, event.device);
    Rnd random = Rnd.of(seed, CONTENT, event.number);
    int product = random.below(Properties.PRODUCTS);
    Members envelope = new Members();
    envelope.text("event_id", eventId(event)).text("event_type", event.type.type());
    if (!event.unversioned) {
      envelope.text("schema_version", event.type.versions().get(event.version));
    }
    int notation = random.below(5);
    envelope.text("timestamp", timestamp(event, device, notation));
    if (event.sentAt) {
      long sent = event.time + event.skew + event.sentDelay;
      envelope.text("sent_at", time(event, device, notation, sent));
    }
    if (event.loggedIn) {
      envelope.text("user_id", device.userId());
    } else if (random.below(2) == 0) {
      envelope.raw("user_id", "null");
    }
    if (device.anonymousId() != null) {
      envelope.text("anonymous_id", device.anonymousId());
    }
    if (!device.server()) {
      envelope.text("session_id", Long.toHexString(Rnd.mix(seed + event.visit)));
    }
    if (device.headers() != Device.Headers.INSTEAD) {
      envelope.text("client_ip", address(device, event)).text("user_agent", device.userAgent());
    }
    envelope.text("platform", device.platform()).text("app_version", device.appVersion());
    envelope.text("sdk_version", device.sdkVersion());
    return new Draft(
        event.type,
        envelope,
        context(event, device, product, random),
        Properties.draw(event.type, event.version, product, device, random));
  }

  private Members context(Planned event, Device device, int product, Rnd random) {
    Members context = new Members();
    // A null would clash with the one that this kind of hostility writes.
    boolean plain = event.hostile != Hostile.NULLS;
    if (plain && device.platform().equals("web")) {
      String category = Properties.category(product);
      Members page =
          new Members()
              .text("url", "https://shop.example.com/" + category + "/p/" + product)
              .text("title", Properties.name(product) + " | Acme");
      if (random.below(3) == 0) {
        page.text("referrer", random.of(REFERRERS));
      }
      context.raw("page", page.json());
    }
    if (plain) {
      context.text("locale", device.locale());
    }
    context.text("timezone", device.zone().name());
    if (!device.server()) {
      context.raw(
          "screen",
          new Members().number("width", device.width()).number("height", device.height()).json());
    }
    // A campaign belongs to the visit.
    Rnd visit = Rnd.of(seed, ID + 10, event.visit);
    if (visit.below(6) == 0) {
      context.raw(
          "campaign",
          new Members()
              .text("source", visit.of(SOURCES))
              .text("medium", visit.below(2) == 0 ? "cpc" : "email")
              .text("name", "spring-" + visit.below(12))
              .json());
    }
    if (device.app()) {
      boolean wifi = visit.below(2) == 0;
      context.raw("network", new Members().flag("wifi", wifi).flag("cellular", !wifi).json());
    }
    return context;
  }

  private String eventId(Planned event) {
    Rnd random = Rnd.of(seed, ID, event.id);
    String high = random.hex();
    String low = random.hex();
    return high.substring(0, 8)
        + "-"
        + high.substring(8, 12)
        + "-4"
        + high.substring(13)
        + "-a"
        + low.substring(1, 4)
        + "-"
        + low.substring(4);
  }

  private static String timestamp(Planned event, Device device, int notation) {
    long time = event.time + event.skew;
    return event.hostile == Hostile.LEAP_SECOND
        ? Times.leapSecond(time)
        : time(event, device, notation, time);
  }

  private static String time(Planned event, Device device, int notation, long time) {
    if (event.hostile == Hostile.TIME_NOTATION) {
      return Times.otherNotation(time, notation);
    }
    return device.localTime() ? Times.local(time, device.zone().offsetMinutes()) : Times.utc(time);
  }

  private String address(Device device, Planned event) {
    return Rnd.mix(seed * 3 + event.visit) % 4 == 0 ? device.mobileAddress() : device.homeAddress();
  }

  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(UTF_8));
  }
}
