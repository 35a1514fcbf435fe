package io.tributary.runners.generate;

import java.util.List;

/** User agents as browsers, apps and machines send them. */
final class Agents {

  private static final List<String> PHONES =
      List.of(
          "SM-S928B",
          "SM-A556B",
          "SM-G991U",
          "Pixel 9 Pro",
          "Pixel 8",
          "2312DRA50G",
          "M2101K6G",
          "CPH2581",
          "moto g84 5G",
          "RMX3939");

  private static final List<String> BOTS =
      List.of(
          "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
          "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML,"
              + " like Gecko) Chrome/141.0.7390.122 Mobile Safari/537.36 (compatible;"
              + " Googlebot/2.1; +http://www.google.com/bot.html)",
          "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
          "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2;"
              + " +https://openai.com/gptbot)",
          "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
          "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
          "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)");

  private Agents() {}

  static String bot(Rnd random) {
    return random.of(BOTS);
  }

  static String of(String platform, Rnd random) {
    return switch (platform) {
      case "ios" -> ios(random);
      case "android" -> android(random);
      case "server" -> "acme-orders/3." + random.below(9) + " (Java/17)";
      default -> desktop(random);
    };
  }

  private static String ios(Rnd random) {
    int major = List.of(17, 18, 18, 26).get(random.below(4));
    int minor = random.below(6);
    if (random.below(3) == 0) {
      return "AcmeShop/5."
          + random.below(20)
          + ".0 (iPhone"
          + (14 + random.below(4))
          + ","
          + (1 + random.below(5))
          + "; iOS "
          + major
          + "."
          + minor
          + "; Scale/3.00)";
    }
    boolean tablet = random.below(8) == 0;
    String system = Math.min(major, 18) + "_" + minor;
    return (tablet
            ? "Mozilla/5.0 (iPad; CPU OS " + system
            : "Mozilla/5.0 (iPhone; CPU iPhone OS " + system)
        + " like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/"
        + major
        + "."
        + minor
        + " Mobile/15E148 Safari/604.1";
  }

  private static String android(Rnd random) {
    int version = 12 + random.below(5);
    return switch (random.below(6)) {
      case 0 -> "okhttp/4.12.0";
      case 1 ->
          "AcmeShop/5."
              + random.below(20)
              + ".1 (Linux; Android "
              + version
              + "; "
              + random.of(PHONES)
              + ")";
      case 2 ->
          "Mozilla/5.0 (Linux; Android "
              + version
              + "; "
              + random.of(PHONES)
              + ") AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/"
              + (26 + random.below(4))
              + ".0 Chrome/"
              + (130 + random.below(8))
              + ".0.0.0 Mobile Safari/537.36";
      default ->
          "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
              + chrome(random)
              + ".0.0.0 Mobile Safari/537.36";
    };
  }

  private static String desktop(Rnd random) {
    String system =
        switch (random.below(6)) {
          case 0, 1 -> "Macintosh; Intel Mac OS X 10_15_7";
          case 2 -> "X11; Linux x86_64";
          default -> "Windows NT 10.0; Win64; x64";
        };
    int firefox = chrome(random) + 2;
    return switch (random.below(10)) {
      case 0, 1 ->
          "Mozilla/5.0 ("
              + system.replace("10_15_7", "10.15")
              + "; rv:"
              + firefox
              + ".0) Gecko/20100101 Firefox/"
              + firefox
              + ".0";
      case 2 ->
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
              + " Version/"
              + List.of("17.6", "18.3", "18.5", "26.1").get(random.below(4))
              + " Safari/605.1.15";
      case 3, 4 -> chromium(system, random) + " Edg/" + chrome(random) + ".0.0.0";
      case 5 -> chromium(system, random) + " OPR/" + (118 + random.below(8)) + ".0.0.0";
      default -> chromium(system, random);
    };
  }

  private static String chromium(String system, Rnd random) {
    return "Mozilla/5.0 ("
        + system
        + ") AppleWebKit/537.36 (KHTML, like Gecko) Chrome/"
        + chrome(random)
        + ".0.0.0 Safari/537.36";
  }

  private static int chrome(Rnd random) {
    return 138 + random.below(8);
  }
}
