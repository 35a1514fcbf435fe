package io.tributary.runners.audit;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Something that is out of line.
 *
 * @param kind what
 * @param severity how sure it is that somebody should look
 * @param day the day of {@code received_at} that it was seen on; null where it is of no day
 * @param since where within the day it begins, or null where it holds for all of it
 * @param subject what it is about: a table, type, reason, country, or {@code topic/partition}; null
 *     for everything
 * @param observed what was seen: a number of rows or a share from 0 to 1, as the sentence says
 * @param expected what the days before let expect, in the same unit
 * @param sentence the whole of it for somebody who has never seen the data
 */
public record Finding(
    Kind kind,
    Severity severity,
    LocalDate day,
    Instant since,
    String subject,
    double observed,
    double expected,
    String sentence) {

  /** How sure it is that somebody should look. */
  public enum Severity {
    /** Something broke. */
    WARNING,
    /** Good to know when reading the numbers. */
    NOTE
  }

  /** What can be out of line. */
  public enum Kind {
    /** Fewer events than usual. */
    VOLUME_DROP,
    /** Many more events than usual. */
    VOLUME_RISE,
    /** Hours without the usual events. */
    HOURS_EMPTY,
    /** A partition that stopped while others went on. */
    PARTITION_STALLED,
    /** A type that came every day and is gone. */
    TYPE_VANISHED,
    /** A type that is gone while another appeared in its place. */
    TYPE_RENAMED,
    /** More dead letters of a reason than usual. */
    REJECTS_RISE,
    /** Events of a schema version that the registry has not. */
    VERSION_MISSING,
    /** More duplicates than usual. */
    DUPLICATES_RISE,
    /** The newest profile is older than it used to be. */
    PROFILE_STALE,
    /** Fewer events with a profile than usual. */
    PROFILE_HITS_DROP,
    /** Fewer events with a country than usual. */
    COUNTRY_HITS_DROP,
    /** A country that used to be there is gone. */
    COUNTRY_VANISHED,
    /** Fewer events with a known device than usual. */
    DEVICE_HITS_DROP,
    /** More client clocks off than usual. */
    CLOCKS_OFF,
    /** More late events than usual. */
    LATE_RISE,
    /** Events take longer from the client to the broker than usual. */
    LAG_RISE,
    /** More bots than usual. */
    BOTS_RISE,
    /** One session has a great part of all events. */
    LOUD_CLIENT,
    /** Offsets that the raw store has not. */
    OFFSET_GAP,
    /** Raw coordinates with several contents. */
    RAW_CONFLICT,
    /** Sessions that do not have the events that they say. */
    SESSIONS_DIFFER,
    /** Records that came behind the watermark: a replay of the day makes it exact. */
    BEHIND_WATERMARK,
    /** The data end: what is after belongs to no whole day. */
    DATA_END
  }
}
