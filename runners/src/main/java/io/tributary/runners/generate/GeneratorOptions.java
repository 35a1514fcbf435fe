package io.tributary.runners.generate;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;

/**
 * What to generate. The same options give the same payloads and the same rows.
 *
 * @param out folder to write to; it must not hold a raw store yet
 * @param events number of raw records, broken and repeated ones included
 * @param days number of {@code received_at} days that they are spread over
 * @param seed of all draws
 * @param startDate first {@code received_at} day (UTC)
 * @param users number of people; 0 chooses one for twenty events, at least 200
 * @param latePercent share of records that come from visits without a connection and arrive hours
 *     or days later
 * @param duplicatePercent share of records that are copies of an earlier one
 * @param reusedPercent share of records that have an earlier record's id and other content
 * @param invalidPercent share of records that no reader may accept, of all kinds
 * @param hostilePercent share of records that are valid and hard to swallow
 * @param botPercent share of records that one busy machine sends
 */
public record GeneratorOptions(
    Path out,
    long events,
    int days,
    long seed,
    LocalDate startDate,
    int users,
    double latePercent,
    double duplicatePercent,
    double reusedPercent,
    double invalidPercent,
    double hostilePercent,
    double botPercent) {

  private static final long MAX_EVENTS = 2_000_000_000;
  private static final int MAX_USERS = 50_000_000;

  /** Checks every option; the message names it as people type it. */
  public GeneratorOptions {
    Objects.requireNonNull(out, "--out must be given");
    Objects.requireNonNull(startDate, "--start-date must be given");
    within("--events", events, 1, MAX_EVENTS);
    within("--days", days, 1, 366);
    within("--users", users, 0, MAX_USERS);
    within("--start-date (year)", startDate.getYear(), 1971, 9000);
    share("--late-percent", latePercent, 100);
    share("--duplicate-percent", duplicatePercent, 40);
    share("--reused-percent", reusedPercent, 40);
    share("--invalid-percent", invalidPercent, 100);
    share("--hostile-percent", hostilePercent, 100);
    share("--bot-percent", botPercent, 90);
  }

  /**
   * 200,000 events over three days from 2026-03-02, with a little of everything that goes wrong.
   */
  public static GeneratorOptions into(Path out) {
    return new GeneratorOptions(
        out, 200_000, 3, 20260302, LocalDate.of(2026, 3, 2), 0, 5, 3, 0.2, 1.5, 1, 2);
  }

  public GeneratorOptions withEvents(long value) {
    return new GeneratorOptions(
        out,
        value,
        days,
        seed,
        startDate,
        users,
        latePercent,
        duplicatePercent,
        reusedPercent,
        invalidPercent,
        hostilePercent,
        botPercent);
  }

  public GeneratorOptions withSeed(long value) {
    return new GeneratorOptions(
        out,
        events,
        days,
        value,
        startDate,
        users,
        latePercent,
        duplicatePercent,
        reusedPercent,
        invalidPercent,
        hostilePercent,
        botPercent);
  }

  /** From which day on, and how many days. */
  public GeneratorOptions withDays(LocalDate first, int number) {
    return new GeneratorOptions(
        out,
        events,
        number,
        seed,
        first,
        users,
        latePercent,
        duplicatePercent,
        reusedPercent,
        invalidPercent,
        hostilePercent,
        botPercent);
  }

  public GeneratorOptions withUsers(int value) {
    return new GeneratorOptions(
        out,
        events,
        days,
        seed,
        startDate,
        value,
        latePercent,
        duplicatePercent,
        reusedPercent,
        invalidPercent,
        hostilePercent,
        botPercent);
  }

  /** Nothing late, repeated, broken or hostile, and no busy machine: what a textbook would have. */
  public GeneratorOptions wellBehaved() {
    return new GeneratorOptions(out, events, days, seed, startDate, users, 0, 0, 0, 0, 0, 0);
  }

  /** The number of people, chosen where the options leave it open. */
  int people() {
    return users > 0 ? users : (int) Math.min(MAX_USERS, Math.max(200, events / 20));
  }

  private static void within(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + most + ", was " + value);
    }
  }

  private static void share(String option, double value, int most) {
    if (!(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(option + " must be 0 to " + most + ", was " + value);
    }
  }
}
