package io.tributary.runners.explain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What came of a question.
 *
 * @param records the records that were asked about, loaded ones first; none where nothing was found
 * @param more how many more there are that are not told
 * @param looked where was looked, and what cannot be there yet
 * @param warehouse what was read of the tables
 * @param raw what was read of the raw store; null without one
 */
public record Answer(
    @JsonProperty("records") List<Explanation> records,
    @JsonProperty("more") int more,
    @JsonProperty("looked") List<String> looked,
    @JsonProperty("warehouse") Reading warehouse,
    @JsonProperty("raw") Reading raw) {

  /** Whether something was found and nothing about it is wrong. */
  @JsonIgnore
  public boolean isFine() {
    return !records.isEmpty() && records.stream().allMatch(one -> one.problems().isEmpty());
  }
}
