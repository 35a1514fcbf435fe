package io.tributary.runners.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.LongStream;

/**
 * The axis of time: hours, or days where hours would be too many to tell apart.
 *
 * @param first the first hour or day
 * @param last the last one
 * @param isHourly whether it counts in hours
 */
record Timeline(Instant first, Instant last, boolean isHourly) {

  /** A month. */
  private static final int MOST_HOURS = 31 * 24;

  /** From the first to the last record. */
  static Timeline of(Instant first, Instant last) {
    boolean isHourly = Duration.between(first, last).toHours() < MOST_HOURS;
    ChronoUnit unit = isHourly ? ChronoUnit.HOURS : ChronoUnit.DAYS;
    return new Timeline(first.truncatedTo(unit), last.truncatedTo(unit), isHourly);
  }

  /** "hour" or "day". */
  String unit() {
    return isHourly ? "hour" : "day";
  }

  private long step() {
    return (isHourly ? Duration.ofHours(1) : Duration.ofDays(1)).toMillis();
  }

  /** Every hour or day, in milliseconds since the epoch, also those without a record. */
  LongStream buckets() {
    return LongStream.rangeClosed(0, (last.toEpochMilli() - first.toEpochMilli()) / step())
        .map(i -> first.toEpochMilli() + i * step());
  }

  /** The same time by days. */
  Timeline inDays() {
    return new Timeline(
        first.truncatedTo(ChronoUnit.DAYS), last.truncatedTo(ChronoUnit.DAYS), false);
  }

  int size() {
    return Math.toIntExact(buckets().count());
  }

  int index(long bucket) {
    return Math.toIntExact((bucket - first.toEpochMilli()) / step());
  }

  /** "2026-03-02 14:00", or the day alone. */
  String label(long bucket) {
    String text = Instant.ofEpochMilli(bucket).toString();
    return isHourly ? text.substring(0, 10) + " " + text.substring(11, 16) : text.substring(0, 10);
  }

  LocalDate firstDay() {
    return first.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  LocalDate lastDay() {
    return last.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
