package io.tributary.runners.generate;

import java.util.List;

/** What can happen in the shop; the schemas of the same names are resources beside this class. */
enum EventType {
  PAGE_VIEWED("page.viewed", "category", "7", false, "1-0-0", "1-0-1"),
  SCREEN_VIEWED("screen.viewed", "name", "7", false, "1-0-0", "1-0-1"),
  PRODUCT_VIEWED("product.viewed", "product_id", "7", false, "1-0-0", "1-0-1", "1-1-0"),
  PRODUCT_SEARCHED("product.searched", "query", "7", false, "1-0-0", "1-0-1", "1-0-2"),
  CART_ITEM_ADDED("cart.item_added", "quantity", "\"two\"", false, "1-0-0", "1-0-1"),
  CART_ITEM_REMOVED("cart.item_removed", "quantity", "0", false, "1-0-0"),
  CHECKOUT_STARTED("checkout.started", "step", "9", true, "1-0-0"),
  ORDER_COMPLETED("order.completed", "items", "[]", false, "1-0-0", "1-0-1", "2-0-0"),
  USER_SIGNED_UP("user.signed_up", "method", "\"pigeon\"", false, "1-0-0"),
  USER_SIGNED_IN("user.signed_in", "method", "true", true, "1-0-0"),
  VIDEO_PLAYED("video.played", "position_s", "\"12\"", false, "1-0-0", "1-0-1"),
  NOTIFICATION_OPENED("notification.opened", "delay_s", "\"soon\"", false, "1-0-0");

  static final List<EventType> ALL = List.of(values());

  // What people do in a browser and in an app, the frequent things more than once.
  private static final List<EventType> WEB =
      List.of(
          PAGE_VIEWED,
          PAGE_VIEWED,
          PAGE_VIEWED,
          PAGE_VIEWED,
          PAGE_VIEWED,
          PRODUCT_VIEWED,
          PRODUCT_VIEWED,
          PRODUCT_VIEWED,
          PRODUCT_VIEWED,
          PRODUCT_SEARCHED,
          PRODUCT_SEARCHED,
          CART_ITEM_ADDED,
          CART_ITEM_ADDED,
          CART_ITEM_REMOVED,
          CHECKOUT_STARTED,
          ORDER_COMPLETED,
          VIDEO_PLAYED);
  private static final List<EventType> APP =
      List.of(
          SCREEN_VIEWED,
          SCREEN_VIEWED,
          SCREEN_VIEWED,
          SCREEN_VIEWED,
          PRODUCT_VIEWED,
          PRODUCT_VIEWED,
          PRODUCT_VIEWED,
          PRODUCT_SEARCHED,
          CART_ITEM_ADDED,
          CART_ITEM_REMOVED,
          CHECKOUT_STARTED,
          ORDER_COMPLETED,
          VIDEO_PLAYED,
          NOTIFICATION_OPENED);
  private static final List<EventType> SERVER = List.of(ORDER_COMPLETED, NOTIFICATION_OPENED);
  private static final List<EventType> BOT = List.of(PAGE_VIEWED, PRODUCT_VIEWED);

  private final String type;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> versions;

  private final String guarded;
  private final String wrongValue;
  private final boolean closed;

  EventType(String type, String guarded, String wrongValue, boolean closed, String... versions) {
    this.type = type;
    this.guarded = guarded;
    this.wrongValue = wrongValue;
    this.closed = closed;
    this.versions = List.of(versions);
  }

  /** Its name in payloads. */
  String type() {
    return type;
  }

  /** Oldest first. */
  List<String> versions() {
    return versions;
  }

  /** A property that every version of the schema constrains. */
  String guarded() {
    return guarded;
  }

  /** A value that no version of the schema allows there. */
  String wrongValue() {
    return wrongValue;
  }

  /** Whether the guarded property may be absent. */
  boolean guardedIsOptional() {
    return this == NOTIFICATION_OPENED;
  }

  /** Whether the schema refuses properties that it does not name. */
  boolean closed() {
    return closed;
  }

  /** The warehouse table of this version. */
  String table(int version) {
    char model = versions.get(version).charAt(0);
    return "events_" + type.replace('.', '_') + (model == '1' ? "" : "_v" + model);
  }

  static EventType first(Device device) {
    return device.app() ? SCREEN_VIEWED : device.server() ? ORDER_COMPLETED : PAGE_VIEWED;
  }

  static EventType next(Device device, Rnd random) {
    return random.of(device.app() ? APP : device.server() ? SERVER : device.bot() ? BOT : WEB);
  }
}
