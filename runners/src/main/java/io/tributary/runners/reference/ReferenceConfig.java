package io.tributary.runners.reference;

import java.nio.file.Path;

/**
 * Where the schemas and the reference data are.
 *
 * @param schemas folder of schemas
 * @param profiles folder of profiles, or null
 * @param geo geo database or folder of them, or null
 * @param links file of identity links, or null
 * @param userAgentRules file of user-agent rules, or null for those that are built in
 * @param latest whether the newest reference data is used, and not that of the record's time
 */
public record ReferenceConfig(
    Path schemas, Path profiles, Path geo, Path links, Path userAgentRules, boolean latest) {}
