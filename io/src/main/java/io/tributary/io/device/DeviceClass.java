package io.tributary.io.device;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The kind of a device that is no bot, by these rules, the first that applies:
 *
 * <ol>
 *   <li>{@code tv}: a television's system, or a token such as {@code SMART-TV}, {@code AppleTV},
 *       {@code HbbTV}, {@code CrKey}, {@code Roku}
 *   <li>{@code console}: {@code PlayStation}, {@code Xbox}, {@code Nintendo}
 *   <li>{@code other}: a watch
 *   <li>{@code desktop}: the system is Windows (also where it names its tablet features)
 *   <li>{@code tablet}: {@code iPad}, {@code Tablet}, {@code Kindle}, a model that makers number as
 *       tablets, or a browser on Android without {@code Mobile}, which is Android's own sign
 *   <li>{@code phone}: {@code iPhone}, {@code iPod}, a system of phones, or {@code Mobile}
 *   <li>{@code desktop}: macOS, Linux, Chrome OS, a BSD, Solaris
 *   <li>{@code other}: the rest
 * </ol>
 *
 * An iPad that asks for desktop pages names itself a Mac and counts as {@code desktop}.
 */
final class DeviceClass {

  private static final Set<String> TV_SYSTEMS =
      Set.of(
          "tvOS",
          "ATV OS X",
          "GoogleTV",
          "WebTV",
          "Roku",
          "FireHbbTV",
          "Chromecast",
          "Chromecast Linux",
          "Chromecast Android",
          "Web0S",
          "Samsung",
          "Sony",
          "Panasonic",
          "Philips",
          "LG");

  private static final Set<String> PHONE_SYSTEMS =
      Set.of(
          "iOS",
          "Android",
          "Windows Phone",
          "Windows Mobile",
          "Windows CE",
          "BlackBerry OS",
          "Symbian OS",
          "Symbian^3",
          "Symbian^3 Anna",
          "Symbian^3 Belle",
          "Firefox OS",
          "KaiOS",
          "Nokia Series 40",
          "Nokia Series 30 Plus",
          "Bada",
          "BREW",
          "Brew MP",
          "Maemo",
          "MeeGo",
          "Sailfish",
          "HarmonyOS",
          "webOS",
          "Tizen");

  private static final Set<String> DESKTOP_SYSTEMS =
      Set.of(
          "Mac OS X",
          "Mac OS",
          "Linux",
          "Chrome OS",
          "Ubuntu",
          "Kubuntu",
          "Debian",
          "Fedora",
          "Red Hat",
          "SUSE",
          "Gentoo",
          "Mandriva",
          "CentOS",
          "Slackware",
          "Arch Linux",
          "Mint",
          "Linux Mint",
          "PCLinuxOS",
          "FreeBSD",
          "OpenBSD",
          "NetBSD",
          "BSD",
          "Solaris",
          "SerenityOS");

  private static final List<String> TV =
      List.of(
          "smart-tv",
          "smarttv",
          "smart tv",
          "appletv",
          "apple tv",
          "hbbtv",
          "googletv",
          "android tv",
          "androidtv",
          "bravia",
          "crkey",
          "roku",
          "netcast",
          "web0s",
          "vidaa",
          "aftb",
          "afts",
          "aftt",
          "aftm",
          "aftn",
          "aftk",
          "dtv",
          "inettvbrowser",
          "opera tv");

  private static final List<String> CONSOLE = List.of("playstation", "xbox", "nintendo");

  private static final List<String> WATCH = List.of("watchos", "wear os", "; watch");

  private static final List<String> TABLET =
      List.of(
          "ipad",
          "tablet",
          "kindle",
          "playbook",
          "silk/",
          "; sm-t",
          "; sm-x",
          "; sm-p",
          "; gt-p",
          "; lenovo tb",
          "; nexus 7",
          "; nexus 9",
          "; nexus 10",
          "; kf");

  private static final List<String> PHONE =
      List.of(
          "iphone",
          "ipod",
          "windows phone",
          "blackberry",
          "bb10",
          "opera mini",
          "opera mobi",
          "midp",
          "symbian",
          "mobile",
          "phone");

  private DeviceClass() {}

  /**
   * Classes a device.
   *
   * @param agent the user agent
   * @param system the operating system that the rules found in it, or null
   */
  static String of(String agent, String system) {
    String text = agent.toLowerCase(Locale.ROOT);
    boolean known = system != null;
    if ((known && TV_SYSTEMS.contains(system)) || hasAny(text, TV)) {
      return "tv";
    }
    if (hasAny(text, CONSOLE)) {
      return "console";
    }
    if ((known && system.equals("WatchOS")) || hasAny(text, WATCH)) {
      return "other";
    }
    if (known && system.equals("Windows")) {
      return "desktop";
    }
    if (hasAny(text, TABLET) || isAndroidTablet(text, system)) {
      return "tablet";
    }
    if ((known && PHONE_SYSTEMS.contains(system)) || hasAny(text, PHONE)) {
      return "phone";
    }
    return known && DESKTOP_SYSTEMS.contains(system) ? "desktop" : "other";
  }

  /** Apps write no {@code Mobile} on phones either, so only browsers tell. */
  private static boolean isAndroidTablet(String text, String system) {
    return "Android".equals(system) && text.startsWith("mozilla/") && !text.contains("mobile");
  }

  private static boolean hasAny(String text, List<String> tokens) {
    for (String token : tokens) {
      if (text.contains(token)) {
        return true;
      }
    }
    return false;
  }
}
