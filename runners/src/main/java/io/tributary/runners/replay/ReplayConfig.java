package io.tributary.runners.replay;

import io.tributary.io.iceberg.CatalogConfig;
import io.tributary.runners.reference.ReferenceConfig;
import io.tributary.schemas.rules.Rules;
import io.tributary.transforms.partition.DayRange;
import java.nio.file.Path;

/**
 * What a replay is asked to do.
 *
 * @param raw folder of raw records
 * @param references schemas and reference data
 * @param catalog where the tables are
 * @param days what is recomputed and overwritten
 * @param rules the settings that change rows
 */
public record ReplayConfig(
    Path raw, ReferenceConfig references, CatalogConfig catalog, DayRange days, Rules rules) {}
