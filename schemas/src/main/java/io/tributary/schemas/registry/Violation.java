package io.tributary.schemas.registry;

/**
 * Why an event's properties do not fit their schema: one violation, the first in the schema's
 * order.
 *
 * @param pointer where, as a JSON pointer from the payload's root; it starts with {@code
 *     /properties} and is cut after 512 characters
 * @param rule the keyword that failed and what the schema says there, such as {@code type: expected
 *     integer}; never a value of the data
 */
public record Violation(String pointer, String rule) {

  @Override
  public String toString() {
    return pointer + ": " + rule;
  }
}
