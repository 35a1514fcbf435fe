package io.tributary.runners.generate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who visits the shop and with what: a pure function of the seed and two numbers. */
final class Devices {

  private static final long PERSON = 1;
  private static final long DEVICE = 2;
  private static final int REMEMBERED = 20_000;
  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;

  /** Texts that have broken parsers, queries and pages before. */
  static final List<String> STRANGE_IDS =
      List.of(
          "'; DROP TABLE events; --",
          "\"quoted\"",
          "a,b;c|d",
          "../../etc/passwd",
          "<script>alert(1)</script>",
          "\u7528\u6237\u540d",
          "\ud83d\ude00\ud83d\udc69\u200d\ud83d\udcbb",
          "\u202eabc",
          "Stra\u00dfe \u0130\u0131",
          "%s%n%x ${jndi:x} {{7*7}}",
          "null",
          "NaN",
          "  spaces  ",
          "back\\slash");

  private final long seed;
  private final int people;
  private final Map<Long, Device> remembered = new HashMap<>();

  Devices(GeneratorOptions options) {
    seed = options.seed();
    people = options.people();
  }

  /** The person's number of the machine that never sleeps. */
  int busyBot() {
    return people;
  }

  /** How many devices a person has: one to three. */
  int count(int person) {
    int draw = person(person).below(10);
    return draw < 6 ? 1 : draw < 9 ? 2 : 3;
  }

  /** Null for who never signs up: a third of all. */
  String userId(int person) {
    if (person == people || Rnd.of(seed, 3, person).percent(35)) {
      return null;
    }
    String digits = Integer.toString(person);
    String id = "u" + "0".repeat(Math.max(0, 7 - digits.length())) + digits;
    return person % 500 == 250 ? id + " " + STRANGE_IDS.get(person / 500 % STRANGE_IDS.size()) : id;
  }

  Country country(int person) {
    Rnd random = person(person);
    random.bits();
    return Country.draw(random);
  }

  Device device(int person, int index) {
    long key = person * 4L + index;
    Device known = remembered.get(key);
    if (known == null) {
      if (remembered.size() >= REMEMBERED) {
        remembered.clear();
      }
      known = make(person, index, Rnd.of(seed, DEVICE, key));
      remembered.put(key, known);
    }
    return known;
  }

  private Device make(int person, int index, Rnd random) {
    Country country = country(person);
    Country.Zone zone = country.zones().get(person(person).below(country.zones().size()));
    boolean busy = person == people;
    boolean bot = busy || (index == 0 && random.below(100) == 0);
    String platform = platform(index, bot, random);
    boolean sentAt = random.below(25) > 0;
    return new Device(
        anonymousId(person, index, random),
        userId(person),
        platform,
        country,
        zone,
        random.below(8) > 0 ? country.locales().get(0) : random.of(country.locales()),
        bot ? Agents.bot(random) : Agents.of(platform, random),
        country.address(random),
        country.address(random),
        platform.equals("web") ? 1024 + 64 * random.below(30) : 360 + 6 * random.below(16),
        platform.equals("web") ? 720 + 8 * random.below(100) : 640 + 16 * random.below(30),
        (4 + random.below(3)) + "." + random.below(30) + "." + random.below(4),
        sdk(platform, random),
        random.below(10) < 6 ? 0 : 1 + random.below(2),
        busy ? 0 : skew(sentAt, random),
        sentAt,
        random.below(20) == 0,
        headers(random),
        bot);
  }

  private static String platform(int index, boolean bot, Rnd random) {
    if (index == Planned.NO_DEVICE) {
      return "server";
    }
    int draw = random.below(20);
    return bot || draw < 11 ? "web" : draw < 15 ? "ios" : "android";
  }

  private static String sdk(String platform, Rnd random) {
    String major = platform.equals("web") ? "js-2.14." : platform + "-5.3.";
    return major + random.below(9);
  }

  private String anonymousId(int person, int index, Rnd random) {
    String id = random.hex();
    if (index == Planned.NO_DEVICE) {
      return null;
    }
    // An anonymous id may read like a user's id and is another client all the same.
    if (index == 0 && person % 100 == 50 && userId(person) != null) {
      return userId(person);
    }
    return random.below(300) == 0 ? random.of(STRANGE_IDS) + " " + id : id;
  }

  /** Mostly right, now and then minutes, hours or a year off; only where {@code sent_at} helps. */
  private static long skew(boolean sentAt, Rnd random) {
    int draw = random.below(100);
    long most = draw < 82 || !sentAt ? 1500 : draw < 94 ? 20 * MINUTE : draw < 98 ? DAY : 366 * DAY;
    return random.below(2 * most) - most;
  }

  private static Device.Headers headers(Rnd random) {
    int draw = random.below(100);
    return draw < 3
        ? Device.Headers.INSTEAD
        : draw < 4 ? Device.Headers.BESIDE : Device.Headers.NONE;
  }

  private Rnd person(int person) {
    return Rnd.of(seed, PERSON, person);
  }
}
