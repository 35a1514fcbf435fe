package io.tributary.schemas.event;

/**
 * One version of a user's profile.
 *
 * @param country the user's country, or null
 * @param segment the user's segment, or null
 * @param createdAt when the account was made, milliseconds since the epoch, or null
 * @param validFrom from when this version is valid, milliseconds since the epoch; it is the
 *     version's name
 */
public record Profile(String country, String segment, Long createdAt, long validFrom) {}
