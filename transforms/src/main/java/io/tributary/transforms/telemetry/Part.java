package io.tributary.transforms.telemetry;

/** The parts of the enrichment, each timed: the closed set of what a latency is of. */
public enum Part {
  USER_PROFILE("user_profile"),
  GEO_IP("geo_ip"),
  DEVICE("device");

  private final String text;

  Part(String text) {
    this.text = text;
  }

  /** Its name in the metric's attribute, and at the end of the span's name. */
  String text() {
    return text;
  }
}
