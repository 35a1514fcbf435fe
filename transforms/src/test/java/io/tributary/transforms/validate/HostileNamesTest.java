package io.tributary.transforms.validate;

import static io.tributary.transforms.Records.NOON;
import static io.tributary.transforms.Records.raw;
import static io.tributary.transforms.validate.Payload.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Member names are remembered to be fast; who invents new ones must not fill the heap with them.
 */
class HostileNamesTest {

  private static final int PAYLOADS = 100;
  private static final int NAME_LENGTH = 1_000_000;

  @Test
  void longNamesAreNotRemembered() {
    assertForgotten(name -> valid().with(name, "1").json());
  }

  @Test
  void longNamesInBrokenPayloadsAreNotRemembered() {
    assertForgotten(name -> "{\"" + name + "\" is broken");
  }

  private static void assertForgotten(UnaryOperator<String> payload) {
    EventValidator validator = new EventValidator(Payload.REGISTRY);
    validator.check(raw(0, NOON, valid().json()));
    long before = usedHeap();

    for (int i = 0; i < PAYLOADS; i++) {
      String name = "n".repeat(NAME_LENGTH) + i;
      validator.check(raw(i, NOON, payload.apply(name)));
    }

    // every name once, a byte for each character, would be 100 MB
    assertThat(usedHeap() - before).isLessThan(30L * NAME_LENGTH);
    assertThat(validator).isNotNull(); // lives until here
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
