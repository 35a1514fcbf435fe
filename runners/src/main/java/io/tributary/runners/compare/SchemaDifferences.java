package io.tributary.runners.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * How the columns of a table differ between two warehouses. That is no difference by itself: a
 * column that one side lacks counts where it has a value, and one of another type is compared as
 * the wider number, or as text where the types have nothing in common.
 *
 * @param onlyLeft columns and nested fields, as dotted paths, that only the left side has
 * @param onlyRight those that only the right side has
 * @param otherType those whose type differs
 */
public record SchemaDifferences(
    List<String> onlyLeft, List<String> onlyRight, List<String> otherType) {

  public SchemaDifferences {
    onlyLeft = List.copyOf(onlyLeft);
    onlyRight = List.copyOf(onlyRight);
    otherType = List.copyOf(otherType);
  }

  static SchemaDifferences none() {
    return new SchemaDifferences(List.of(), List.of(), List.of());
  }

  /** Gathers them while columns are put side by side. */
  static final class Builder {
    private final List<String> onlyLeft = new ArrayList<>();
    private final List<String> onlyRight = new ArrayList<>();
    private final List<String> otherType = new ArrayList<>();

    void onlyOn(boolean left, String name) {
      (left ? onlyLeft : onlyRight).add(name);
    }

    void otherType(String name) {
      otherType.add(name);
    }

    SchemaDifferences build() {
      return new SchemaDifferences(onlyLeft, onlyRight, otherType);
    }
  }
}
