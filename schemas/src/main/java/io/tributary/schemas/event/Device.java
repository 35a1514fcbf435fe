package io.tributary.schemas.event;

/**
 * What a user agent says of the device behind it.
 *
 * @param deviceClass desktop, phone, tablet, tv, console, bot or other; null where there is no user
 *     agent
 * @param osName operating system, or null
 * @param osVersion its version, dotted, or null
 * @param browserName browser or app, or null
 * @param browserVersion its version, dotted, or null
 * @param bot whether it is a crawler or another machine; null where there is no user agent
 * @param rulesVersion version of the rules that were asked
 */
public record Device(
    String deviceClass,
    String osName,
    String osVersion,
    String browserName,
    String browserVersion,
    Boolean bot,
    String rulesVersion) {}
