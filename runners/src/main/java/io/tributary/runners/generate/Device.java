package io.tributary.runners.generate;

/**
 * What events of one device have in common.
 *
 * @param anonymousId the client's id, or null where it keeps none
 * @param userId the person behind it, or null for who never signs up
 * @param platform web, ios, android or server
 * @param country where it is
 * @param zone its time zone
 * @param locale its language
 * @param userAgent what it calls itself
 * @param homeAddress its address in most visits
 * @param mobileAddress its address in some
 * @param width of the screen
 * @param height of the screen
 * @param appVersion of the shop's app or page
 * @param sdkVersion of the tracking library
 * @param age how many schema versions it is behind
 * @param skew its clock's error, milliseconds
 * @param sentAt whether its library says when it sent
 * @param localTime whether its library writes times with the local offset
 * @param headers whether address and agent come as headers
 * @param bot whether it is a machine
 */
record Device(
    String anonymousId,
    String userId,
    String platform,
    Country country,
    Country.Zone zone,
    String locale,
    String userAgent,
    String homeAddress,
    String mobileAddress,
    int width,
    int height,
    String appVersion,
    String sdkVersion,
    int age,
    long skew,
    boolean sentAt,
    boolean localTime,
    Headers headers,
    boolean bot) {

  /** Where the collector put address and agent. */
  enum Headers {
    NONE,
    INSTEAD,
    /** The headers name a proxy; the payload is right. */
    BESIDE
  }

  boolean app() {
    return platform.equals("ios") || platform.equals("android");
  }

  boolean server() {
    return platform.equals("server");
  }

  /** The record's key. */
  String key() {
    return anonymousId != null ? anonymousId : userId;
  }
}
