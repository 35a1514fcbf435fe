package io.tributary.runners.audit;

import io.tributary.runners.audit.Count.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The trends, indexed for the rules: rows by day and hour of the day, and what came before. */
final class DayBook {

  static final int HOURS = 24;

  /** What a day with less than this part of the usual rows is, when no fuller day follows. */
  private static final double TAIL = 0.1;

  private final long complete;
  private final SortedMap<LocalDate, List<Count>> counts = new TreeMap<>();
  private final Map<LocalDate, DayTrend> likeness = new HashMap<>();
  private final Map<LocalDate, Map<Partition, long[]>> partitions = new HashMap<>();
  private final Map<LocalDate, Map<String, Long>> countries = new HashMap<>();
  private final Map<LocalDate, Trends.Loudest> loudest = new HashMap<>();
  private final LocalDate lastWhole;

  /**
   * @param complete the first time that may be incomplete, milliseconds since the epoch
   */
  DayBook(Trends trends, long complete) {
    this.complete = complete;
    for (Count count : trends.counts()) {
      counts.computeIfAbsent(count.day(), added -> new ArrayList<>()).add(count);
    }
    for (DayTrend day : trends.days()) {
      if (day.type() == null) {
        likeness.put(day.day(), day);
      }
    }
    for (Trends.PartitionHour hour : trends.partitions()) {
      partitions.computeIfAbsent(
                  LocalDate.ofInstant(hour.hour(), ZoneOffset.UTC), added -> new HashMap<>())
              .computeIfAbsent(
                  new Partition(hour.topic(), hour.partition()), added -> new long[HOURS])[
              hourOf(hour.hour())] +=
          hour.records();
    }
    for (Trends.Country country : trends.countries()) {
      if (country.country() != null) {
        countries
            .computeIfAbsent(country.day(), added -> new HashMap<>())
            .put(country.country(), country.events());
      }
    }
    trends.loudest().forEach(one -> loudest.put(one.day(), one));
    lastWhole = findLastWhole();
  }

  /** The last day that does not belong to the few records that come in after the data end. */
  private LocalDate findLastWhole() {
    LocalDate last = counts.isEmpty() ? null : counts.lastKey();
    while (last != null && last.isAfter(counts.firstKey())) {
      Usual usual = usual(last, this::total);
      if (usual.days() == 0 || isCut(last) || total(last) >= TAIL * usual.median()) {
        return last;
      }
      last = last.minusDays(1);
    }
    return last;
  }

  /** Whether a stream is still at work on a day. */
  private boolean isCut(LocalDate day) {
    return start(day) + HOURS * 3_600_000L > complete;
  }

  private static long start(LocalDate day) {
    return day.toEpochDay() * 86_400_000L;
  }

  /** The days that can be judged, from the first that has rows; days without any are among them. */
  List<LocalDate> days() {
    return counts.isEmpty()
        ? List.of()
        : counts.firstKey().datesUntil(lastWhole.plusDays(1)).toList();
  }

  /** The days after those that can be judged. */
  List<LocalDate> tail() {
    return counts.isEmpty()
        ? List.of()
        : List.copyOf(counts.tailMap(lastWhole.plusDays(1)).keySet());
  }

  /** How many hours of a day are complete. */
  int hours(LocalDate day) {
    return complete <= start(day) ? 0 : (int) Math.min(HOURS, (complete - start(day)) / 3_600_000L);
  }

  /** The up to seven days before a day that have rows. */
  List<LocalDate> before(LocalDate day) {
    return counts.subMap(day.minusDays(Window.DAYS_BEFORE), day).keySet().stream().toList();
  }

  /** What the days before a day let expect. */
  Usual usual(LocalDate day, ToDoubleFunction<LocalDate> number) {
    return Usual.of(before(day).stream().map(number::applyAsDouble).toList());
  }

  /** Rows of a day. */
  double total(LocalDate day) {
    return sum(byHour(day, any -> true), HOURS);
  }

  /** Rows by hour of the day. */
  long[] byHour(LocalDate day, Predicate<Count> which) {
    long[] hours = new long[HOURS];
    for (Count count : counts.getOrDefault(day, List.of())) {
      if (which.test(count)) {
        hours[hourOf(count.hour())] += count.rows();
      }
    }
    return hours;
  }

  /** Rows of a day's first hours. */
  long rows(LocalDate day, int hours, Predicate<Count> which) {
    return sum(byHour(day, which), hours);
  }

  static long sum(long[] byHour, int hours) {
    long sum = 0;
    for (int hour = 0; hour < hours; hour++) {
      sum += byHour[hour];
    }
    return sum;
  }

  /** Raw records of a partition by hour of the day; of all partitions where it is null. */
  long[] recordsByHour(LocalDate day, Partition partition) {
    Map<Partition, long[]> ofDay = partitions.getOrDefault(day, Map.of());
    if (partition != null) {
      return ofDay.getOrDefault(partition, new long[HOURS]);
    }
    long[] all = new long[HOURS];
    for (long[] one : ofDay.values()) {
      for (int hour = 0; hour < HOURS; hour++) {
        all[hour] += one[hour];
      }
    }
    return all;
  }

  /** A partition of a topic. */
  record Partition(String topic, int partition) implements Comparable<Partition> {
    @Override
    public int compareTo(Partition that) {
      int byTopic = topic.compareTo(that.topic);
      return byTopic != 0 ? byTopic : Integer.compare(partition, that.partition);
    }

    @Override
    public String toString() {
      return topic + "/" + partition;
    }
  }

  /** The partitions of the days before a day. */
  Set<Partition> partitionsBefore(LocalDate day) {
    Set<Partition> found = new TreeSet<>();
    before(day).forEach(each -> found.addAll(partitions.getOrDefault(each, Map.of()).keySet()));
    return found;
  }

  /** The event types of the days before a day, and of the day itself. */
  Set<String> typesUntil(LocalDate day) {
    Set<String> types = new TreeSet<>();
    for (LocalDate each : counts.headMap(day.plusDays(1)).keySet()) {
      if (!each.isBefore(day.minusDays(Window.DAYS_BEFORE))) {
        counts.get(each).stream()
            .filter(count -> count.state() == State.LOADED)
            .forEach(count -> types.add(count.type()));
      }
    }
    return types;
  }

  /** What a day's event rows are like; null where there are none. */
  DayTrend likeness(LocalDate day) {
    return likeness.get(day);
  }

  /** Event rows of a day from a country. */
  long fromCountry(LocalDate day, String country) {
    return countries.getOrDefault(day, Map.of()).getOrDefault(country, 0L);
  }

  /** The countries of the days before a day. */
  Set<String> countriesBefore(LocalDate day) {
    Set<String> found = new TreeSet<>();
    before(day).forEach(each -> found.addAll(countries.getOrDefault(each, Map.of()).keySet()));
    return found;
  }

  /** The client with the most events of a day; null where no session closed. */
  Trends.Loudest loudest(LocalDate day) {
    return loudest.get(day);
  }

  /** The first instant of an hour of a day. */
  static Instant instant(LocalDate day, int hour) {
    return day.atStartOfDay(ZoneOffset.UTC).plusHours(hour).toInstant();
  }

  private static int hourOf(Instant hour) {
    return hour.atOffset(ZoneOffset.UTC).getHour();
  }
}
