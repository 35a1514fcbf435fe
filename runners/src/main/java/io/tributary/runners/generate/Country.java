package io.tributary.runners.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where customers live, with networks of the large access providers there.
 *
 * @param code ISO 3166-1 alpha-2
 * @param weight share of the customers, in any unit
 * @param locales the first is the usual one
 * @param zones places that people live at
 * @param currency ISO 4217
 * @param v4 networks
 * @param v6 networks
 */
record Country(
    String code,
    int weight,
    List<String> locales,
    List<Zone> zones,
    String currency,
    List<Prefix> v4,
    List<Prefix> v6) {

  /**
   * A time zone.
   *
   * @param name IANA name
   * @param offsetMinutes standard time's distance from UTC
   */
  record Zone(String name, int offsetMinutes) {}

  static final List<Country> ALL = read();

  private static final int TOTAL = ALL.stream().mapToInt(Country::weight).sum();

  static Country draw(Rnd random) {
    int left = random.below(TOTAL);
    for (Country country : ALL) {
      left -= country.weight;
      if (left < 0) {
        return country;
      }
    }
    throw new IllegalStateException("The weights do not add up");
  }

  /** An address of a customer there; IPv6 in fifteen of a hundred cases. */
  String address(Rnd random) {
    return random.of(random.percent(15) ? v6 : v4).address(random);
  }

  private static List<Country> read() {
    try (InputStream table = Country.class.getResourceAsStream("countries.txt")) {
      return new String(table.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Country::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("The class path's countries.txt cannot be read", e);
    }
  }

  private static Country parse(String line) {
    List<List<String>> cells = new ArrayList<>();
    for (String cell : line.split("\\|", -1)) {
      cells.add(Arrays.asList(cell.split(" ")));
    }
    return new Country(
        cells.get(0).get(0),
        Integer.parseInt(cells.get(0).get(1)),
        List.copyOf(cells.get(1)),
        cells.get(2).stream().map(Country::zone).toList(),
        cells.get(3).get(0),
        cells.get(4).stream().map(Prefix::parse).toList(),
        cells.get(5).stream().map(Prefix::parse).toList());
  }

  private static Zone zone(String text) {
    int at = text.indexOf('@');
    return new Zone(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
  }
}
