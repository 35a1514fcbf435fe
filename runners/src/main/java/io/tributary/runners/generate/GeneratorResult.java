package io.tributary.runners.generate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was generated, and what a replay of all of it must find. The counts also stand in {@code
 * expected.json}.
 *
 * @param raw folder of the raw store
 * @param schemas folder of the JSON Schemas
 * @param profiles folder of the profile history
 * @param links file of identity links from before
 * @param expected the file with these counts
 * @param rawRecords records written
 * @param loaded rows of all {@code events_*} tables
 * @param duplicates rows of {@code duplicates}
 * @param deadLetters rows of {@code dead_letters} by reason
 * @param tables rows by table {@code events_*}
 * @param sessions rows of {@code sessions}, all revisions
 * @param currentSessions sessions, each once
 * @param lateEvents loaded rows that are late
 * @param endOffsets per partition, the offset after the last record
 */
public record GeneratorResult(
    Path raw,
    Path schemas,
    Path profiles,
    Path links,
    Path expected,
    long rawRecords,
    long loaded,
    long duplicates,
    Map<String, Long> deadLetters,
    Map<String, Long> tables,
    long sessions,
    long currentSessions,
    long lateEvents,
    List<Long> endOffsets) {}
