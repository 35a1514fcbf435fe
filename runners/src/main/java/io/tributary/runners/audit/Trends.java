package io.tributary.runners.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What the days are like, those that are only compared with included.
 *
 * @param counts rows by hour, state, table, type and reason, in this order
 * @param days by day: all types together, then each type
 * @param countries event rows by day and {@code geo_country}
 * @param partitions raw records by partition and hour
 * @param loudest by day, the client whose sessions had the most events
 */
public record Trends(
    List<Count> counts,
    List<DayTrend> days,
    List<Country> countries,
    List<PartitionHour> partitions,
    List<Loudest> loudest) {

  public Trends {
    counts = List.copyOf(counts);
    days = List.copyOf(days);
    countries = List.copyOf(countries);
    partitions = List.copyOf(partitions);
    loudest = List.copyOf(loudest);
  }

  /**
   * Event rows of a day from one country.
   *
   * @param country ISO code; null where none is known
   */
  public record Country(LocalDate day, String country, long events) {}

  /** Raw records that a partition took in an hour, repeated coordinates counted again. */
  public record PartitionHour(Instant hour, String topic, int partition, long records) {}

  /**
   * The client whose sessions that closed on a day had the most events.
   *
   * @param day of {@code closed_at}
   * @param sessionId its longest session, to find it by
   * @param events events of its sessions
   * @param all events of all sessions of the day
   */
  public record Loudest(LocalDate day, String sessionId, long events, long all) {}
}
