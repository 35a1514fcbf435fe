package io.tributary.runners.audit;

import io.tributary.runners.duckdb.Sql;
import io.tributary.schemas.failure.Reason;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Looks into the dead letters of a day again, where there are more than usual. */
final class RejectDetails {

  private static final long DAY = 86_400_000L;

  /** Most of the dead letters, which then tell what it is about. */
  private static final String MOST = "0.9";

  private final Duck duck;
  private final TableRows deadLetters;

  /**
   * @param deadLetters null where there is no such table
   */
  RejectDetails(Duck duck, TableRows deadLetters) {
    this.duck = duck;
    this.deadLetters = deadLetters;
  }

  /** The most frequent schema versions that were not registered, in words. */
  Optional<String> versions(LocalDate day) {
    List<String> found =
        deadLetters == null
            ? List.of()
            : duck.all(
                "SELECT version FROM (SELECT regexp_extract(decode(payload),"
                    + " '\"schema_version\"\\s*:\\s*\"([0-9A-Za-z.-]{1,20})\"', 1) AS version FROM "
                    + rows(day, Reason.UNKNOWN_SCHEMA_VERSION)
                    + ") WHERE version <> '' GROUP BY version ORDER BY count(*) DESC, version"
                    + " LIMIT 3",
                row -> row.getString(1));
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found));
  }

  /** The partition that most of them stand in, where it is one: then it may be one client. */
  Optional<String> partition(LocalDate day, Reason reason) {
    return deadLetters == null
        ? Optional.empty()
        : duck
            .all(
                "SELECT kafka_topic || '/' || kafka_partition FROM (SELECT kafka_topic,"
                    + " kafka_partition, count(*) AS n FROM "
                    + rows(day, reason)
                    + " GROUP BY ALL) QUALIFY n >= "
                    + MOST
                    + " * sum(n) OVER ()",
                row -> row.getString(1))
            .stream()
            .findFirst();
  }

  private String rows(LocalDate day, Reason reason) {
    long from = day.toEpochDay() * DAY;
    return "(SELECT * FROM "
        + deadLetters.select(from, from + DAY)
        + " WHERE reason = "
        + Sql.literal(reason.name())
        + ")";
  }
}
