package io.tributary.runners.audit;

import java.time.Instant;
import java.time.LocalDate;

/**
 * What one day's event rows are like, of one type or of all.
 *
 * @param day of {@code received_at}
 * @param type the event type; null for all together
 * @param events rows
 * @param late rows with {@code is_late}
 * @param bots rows with {@code is_bot}
 * @param withDevice rows whose {@code device_class} is known
 * @param withProfile rows for which a version of the profile was found
 * @param withCountry rows with {@code geo_country}
 * @param geoAsked rows that a geo database was asked about
 * @param clockOff rows whose client's clock was more than ten minutes off: {@code sent_at} that far
 *     from {@code received_at}, or, without it, {@code original_timestamp} that far after
 * @param lagP50Millis median of {@code received_at - timestamp}, at most 10 % too high; 0 where
 *     there are no rows
 * @param lagP99Millis the 99th percentile of it
 * @param newestProfile the newest {@code profile_version}, or null
 * @param newestGeo the newest {@code geo_db_build}, or null
 */
public record DayTrend(
    LocalDate day,
    String type,
    long events,
    long late,
    long bots,
    long withDevice,
    long withProfile,
    long withCountry,
    long geoAsked,
    long clockOff,
    long lagP50Millis,
    long lagP99Millis,
    Instant newestProfile,
    Instant newestGeo) {}
