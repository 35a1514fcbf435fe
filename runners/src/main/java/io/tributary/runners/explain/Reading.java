package io.tributary.runners.explain;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How much of a store an answer took.
 *
 * @param filesOpened files of which columns were read, and not the statistics alone
 * @param files all files there are
 * @param bytesOpened size of the files that were opened; of them only some columns were read
 * @param bytes size of all files
 */
public record Reading(
    @JsonProperty("files_opened") int filesOpened,
    @JsonProperty("files") long files,
    @JsonProperty("bytes_opened") long bytesOpened,
    @JsonProperty("bytes") long bytes) {}
