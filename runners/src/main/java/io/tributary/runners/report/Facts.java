package io.tributary.runners.report;

import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;

/**
 * What the tables say, counted by DuckDB. Times are milliseconds since the epoch, the beginning of
 * an hour or a day of {@code received_at}.
 *
 * @param timeline the hours or days there are
 * @param tables rows of the event tables by name
 * @param events by time and type
 * @param rejects dead letters by time and reason
 * @param duplicates by time
 * @param lags by time
 * @param days by day, in order, without gaps
 * @param sessions by the day of closing, in order
 * @param lengths sessions by duration, shortest first
 * @param countries of events that no bot sent, most frequent first
 * @param devices likewise
 * @param browsers likewise
 * @param systems likewise
 */
record Facts(
    Timeline timeline,
    SortedMap<String, Long> tables,
    List<EventCount> events,
    List<Count> rejects,
    List<Count> duplicates,
    List<Lag> lags,
    List<Day> days,
    List<SessionDay> sessions,
    List<Length> lengths,
    List<Ranked> countries,
    List<Ranked> devices,
    List<Ranked> browsers,
    List<Ranked> systems) {

  /**
   * Events of one type in one hour or day.
   *
   * @param late how many of them came late
   * @param bots how many of them a bot sent
   */
  record EventCount(long time, String type, long events, long late, long bots) {}

  /**
   * Rows of one hour or day.
   *
   * @param name their reason, or what else they share
   */
  record Count(long time, String name, long rows) {}

  /** Seconds from the corrected time of an event to {@code received_at}. */
  record Lag(long time, double median, double p95, double p99) {}

  /**
   * One day, up to the hour that every day is compared until.
   *
   * @param clients distinct clients, bots left out
   * @param medianLag in seconds, NaN without events
   */
  record Day(
      LocalDate day,
      long clients,
      long events,
      long late,
      long rejected,
      long duplicates,
      double medianLag) {

    long received() {
      return events + rejected + duplicates;
    }

    double rejectedShare() {
      return Numbers.ratio(rejected, received());
    }

    double duplicateShare() {
      return Numbers.ratio(duplicates, received());
    }

    double lateShare() {
      return Numbers.ratio(late, events);
    }
  }

  /** Sessions that closed on a day. */
  record SessionDay(LocalDate day, long sessions, double medianSeconds, double medianEvents) {}

  /** Sessions whose duration lies in a range. */
  record Length(String range, long sessions) {}

  /** Events and the distinct clients that sent them. */
  record Ranked(String name, long events, long clients) {}

  long eventCount() {
    return events.stream().mapToLong(EventCount::events).sum();
  }

  long rejectCount() {
    return rejects.stream().mapToLong(Count::rows).sum();
  }

  long duplicateCount() {
    return duplicates.stream().mapToLong(Count::rows).sum();
  }

  /** All that came. */
  long received() {
    return eventCount() + rejectCount() + duplicateCount();
  }
}
