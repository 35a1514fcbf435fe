package io.tributary.schemas.event;

/**
 * Where an address is, as a geo database says.
 *
 * @param country ISO 3166-1 alpha-2 code, or null
 * @param region English name of the largest subdivision, or null
 * @param city English name, or null
 * @param latitude degrees, or null
 * @param longitude degrees, or null
 * @param timeZone IANA name, or null
 * @param databaseBuild build time of the database that was asked, milliseconds since the epoch
 */
public record Geo(
    String country,
    String region,
    String city,
    Double latitude,
    Double longitude,
    String timeZone,
    long databaseBuild) {}
