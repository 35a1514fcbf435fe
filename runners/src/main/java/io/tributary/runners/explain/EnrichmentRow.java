package io.tributary.runners.explain;

import io.tributary.runners.explain.Explanation.Enrichment;
import io.tributary.runners.explain.ParquetRows.Row;

/** What an event's row says of its enrichment. */
final class EnrichmentRow {

  private EnrichmentRow() {}

  static Enrichment of(Row row) {
    return new Enrichment(identity(row), profile(row), geo(row), device(row));
  }

  private static Enrichment.Identity identity(Row row) {
    if (row.has("user_id")) {
      return Enrichment.Identity.OWN;
    }
    return row.has("resolved_user_id") ? Enrichment.Identity.LINKED : Enrichment.Identity.NONE;
  }

  private static Enrichment.Profile profile(Row row) {
    return row.has("profile_version")
        ? new Enrichment.Profile(
            row.time("profile_version"),
            row.text("user_country"),
            row.text("user_segment"),
            row.number("account_age_days"))
        : null;
  }

  private static Enrichment.Geo geo(Row row) {
    return row.has("geo_db_build")
        ? new Enrichment.Geo(
            row.time("geo_db_build"),
            row.has("geo_country") || row.has("geo_time_zone") || row.has("geo_latitude"),
            row.text("geo_country"))
        : null;
  }

  private static Enrichment.Device device(Row row) {
    return row.has("ua_rules_version")
        ? new Enrichment.Device(
            row.text("ua_rules_version"),
            row.has("device_class"),
            row.text("device_class"),
            row.text("os_name"),
            row.text("browser_name"),
            row.has("is_bot") ? row.flag("is_bot") : null)
        : null;
  }
}
