package io.tributary.runners.replay;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import java.nio.file.Path;

/**
 * What a replay is asked to do.
 *
 * @param raw folder of raw records
 * @param schemas folder of schemas
 * @param catalog where the tables are
 * @param profiles folder of profiles, or null
 * @param geo geo database or folder of them, or null
 * @param links file of identity links, or null
 * @param userAgentRules file of user-agent rules, or null for those that are built in
 * @param latestReferences whether the newest reference data is used, and not that of the record's
 *     time
 * @param days what is recomputed and overwritten
 * @param rules the settings that change rows
 */
public record ReplayConfig(
    Path raw,
    Path schemas,
    CatalogConfig catalog,
    Path profiles,
    Path geo,
    Path links,
    Path userAgentRules,
    boolean latestReferences,
    DayRange days,
    Rules rules) {}
