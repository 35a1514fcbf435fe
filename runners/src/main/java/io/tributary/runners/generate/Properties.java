package io.tributary.runners.generate;

import java.util.ArrayList;
import java.util.List;

/** Draws the properties of an event as its schema version wants them. */
final class Properties {

  static final int PRODUCTS = 2_000;

  private static final List<String> CATEGORIES =
      List.of(
          "shoes",
          "jackets",
          "books",
          "garden",
          "kitchen",
          "audio",
          "cameras",
          "toys",
          "bikes",
          "groceries",
          "beauty",
          "office");
  private static final List<String> ADJECTIVES =
      List.of(
          "Red",
          "Waterproof",
          "Wireless",
          "Organic",
          "Vintage",
          "Caf\u00e9",
          "Gro\u00dfe",
          "\u00c9t\u00e9",
          "\u5927\u304d\u3044",
          "Ni\u00f1os",
          "\u0141adny",
          "Smart");
  private static final List<String> NOUNS =
      List.of(
          "running shoe",
          "rain jacket",
          "cookbook",
          "lawn mower",
          "teapot",
          "headphones",
          "tripod",
          "puzzle",
          "cr\u00e8me br\u00fbl\u00e9e torch",
          "city bike",
          "\u62b9\u8336",
          "desk lamp \ud83d\udca1");
  private static final List<String> QUERIES =
      List.of(
          "red shoes",
          "laufschuhe gr\u00f6\u00dfe 42",
          "\u96e8\u5177",
          "\u091c\u0942\u0924\u0947",
          "\u0643\u062a\u0628",
          "chaussures d'\u00e9t\u00e9",
          "\ubc14\uc9c0",
          "lawn mower -electric",
          "\"desk lamp\"",
          "c++ book 50% off",
          "\ud83d\udeb2 bike");
  private static final List<String> SCREENS =
      List.of("home", "category", "product", "cart", "profile", "orders", "settings");
  private static final List<String> SIZES = List.of("XS", "S", "M", "L", "XL");
  private static final List<String> METHODS = List.of("email", "google", "apple");

  private Properties() {}

  static String category(int product) {
    return CATEGORIES.get(product % CATEGORIES.size());
  }

  static String name(int product) {
    return ADJECTIVES.get(product / 7 % ADJECTIVES.size())
        + " "
        + NOUNS.get(product % NOUNS.size());
  }

  private static long cents(int product) {
    return 199 + product * 7919L % 19_900;
  }

  private static String id(int product) {
    return "p-" + (10_000 + product);
  }

  /**
   * The properties.
   *
   * @param version index into the type's versions
   * @param product what it is about
   */
  static Members draw(EventType type, int version, int product, Device device, Rnd random) {
    Members members = new Members();
    String currency = device.country().currency();
    switch (type) {
      case PAGE_VIEWED -> {
        members.text("category", category(product)).number("load_ms", 80 + random.below(4000));
        if (version > 0) {
          members.text("experiment", "exp-" + random.below(20));
        }
      }
      case SCREEN_VIEWED -> {
        members.text("name", random.of(SCREENS));
        members.raw("previous", random.below(4) == 0 ? "null" : Members.quoted(random.of(SCREENS)));
        if (version > 0) {
          members.number("load_ms", 20 + random.below(900));
        }
      }
      case PRODUCT_VIEWED -> productViewed(members, version, product, currency, random);
      case PRODUCT_SEARCHED -> productSearched(members, version, product, random);
      case CART_ITEM_ADDED -> {
        members.text("product_id", id(product)).number("quantity", 1 + random.below(4));
        members.cents("price", cents(product));
        if (version > 0) {
          members.raw(
              "variant",
              new Members()
                  .text("size", random.of(SIZES))
                  .text("color", random.of(ADJECTIVES))
                  .json());
        }
      }
      case CART_ITEM_REMOVED -> {
        members.text("product_id", id(product)).number("quantity", 1 + random.below(2));
        if (random.below(3) == 0) {
          members.text("reason", "changed my mind");
        }
      }
      case CHECKOUT_STARTED ->
          members
              .number("step", 1 + random.below(4))
              .cents("cart_value", 500 + random.below(90_000))
              .number("item_count", 1 + random.below(9));
      case ORDER_COMPLETED -> orderCompleted(members, version, product, device, random);
      case USER_SIGNED_UP ->
          members.text("method", random.of(METHODS)).flag("newsletter", random.below(2) == 0);
      case USER_SIGNED_IN ->
          members.text("method", random.of(METHODS)).flag("two_factor", random.below(3) == 0);
      case VIDEO_PLAYED -> {
        int duration = 30 + random.below(600);
        members.text("video_id", "v" + random.below(300));
        members.raw("position_s", random.below(duration) + "." + random.below(10));
        members.number("duration_s", duration);
        if (version > 0) {
          members.text("quality", random.below(2) == 0 ? "hd" : "sd");
          members.flag("muted", random.below(2) == 0);
        }
      }
      case NOTIFICATION_OPENED ->
          members
              .text("notification_id", "n-" + random.below(1_000_000))
              .text("campaign", "spring-" + random.below(12))
              .number("delay_s", random.below(86_400));
    }
    return members;
  }

  private static void productViewed(
      Members members, int version, int product, String currency, Rnd random) {
    members.text("product_id", id(product)).text("name", name(product));
    members.cents("price", cents(product)).text("currency", currency);
    members.number("position", random.below(60));
    List<String> tags = new ArrayList<>();
    for (int tag = random.below(4); tag > 0; tag--) {
      tags.add(Members.quoted(random.of(CATEGORIES)));
    }
    members.raw("tags", Members.array(tags));
    if (version > 0 && random.below(3) > 0) {
      members.raw("rating", 1 + random.below(4) + "." + random.below(10));
    }
    if (version > 1) {
      members.text("availability", random.below(8) > 0 ? "in_stock" : "sold_out");
    }
  }

  private static void productSearched(Members members, int version, int product, Rnd random) {
    members.text("query", random.of(QUERIES)).number("results", random.below(500));
    if (version > 0) {
      List<String> filters = new ArrayList<>();
      for (int filter = random.below(3); filter > 0; filter--) {
        filters.add(
            new Members().text("field", "category").text("value", category(product)).json());
      }
      members.raw("filters", Members.array(filters));
    }
    if (version > 1) {
      members.number("took_ms", 5 + random.below(900));
    }
  }

  private static void orderCompleted(
      Members members, int version, int product, Device device, Rnd random) {
    List<String> items = new ArrayList<>();
    long total = 0;
    for (int item = random.below(4); item >= 0; item--) {
      int bought = (product + item * 37) % PRODUCTS;
      int quantity = 1 + random.below(3);
      total += quantity * cents(bought);
      items.add(
          new Members()
              .text("product_id", id(bought))
              .number("quantity", quantity)
              .cents("price", cents(bought))
              .json());
    }
    members.text("order_id", "o-" + Long.toHexString(random.bits() >>> 24));
    if (version < 2) {
      members.cents("revenue", total).text("currency", device.country().currency());
    } else {
      members.raw(
          "total",
          new Members()
              .cents("amount", total)
              .text("currency", device.country().currency())
              .json());
    }
    members.raw("items", Members.array(items));
    if (version > 0) {
      Members address =
          new Members()
              .text("country", device.country().code())
              .text("postal_code", Integer.toString(10_000 + random.below(89_999)));
      members.raw(
          "shipping",
          new Members()
              .text("method", random.below(4) > 0 ? "standard" : "express")
              .cents("cost", random.below(2_000))
              .raw("address", address.json())
              .json());
    }
  }
}
