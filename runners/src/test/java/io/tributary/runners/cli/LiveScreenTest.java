package io.tributary.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LiveScreenTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private LiveScreen open(boolean terminal) {
    return LiveScreen.open(new PrintWriter(out), new PrintWriter(err), terminal);
  }

  @Test
  void drawsThePageOverItself() {
    int lines = LiveText.page(LiveTextTest.moment("one")).size();
    try (LiveScreen screen = open(true)) {
      screen.show(LiveTextTest.moment("one"));
      assertThat(out.toString()).contains(" one").doesNotContain("F one");
      screen.show(LiveTextTest.moment("two"));
    }
    assertThat(out.toString()).contains("\033[" + lines + "F two").endsWith("\033[?25h\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void putsWhatIsSaidAndLoggedAboveThePage() {
    PrintStream before = System.err;
    try (LiveScreen screen = open(true)) {
      screen.show(LiveTextTest.moment("one"));
      System.err.println("a log line");
      screen.say("said");
      screen.show(LiveTextTest.moment("two"));
    }
    assertThat(System.err).isSameAs(before);
    assertThat(out.toString()).containsSubsequence(" one", "a log line\nsaid\n one", "F two");
  }

  @Test
  void saysTheLastOfItWhereThereIsNoTerminal() {
    try (LiveScreen screen = open(false)) {
      screen.show(LiveTextTest.moment("soon after"));
      screen.say("said");
      screen.showLast(LiveTextTest.moment("end"));
    }
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("said\nend: 46,000 sent").doesNotContain("\033");
  }

  @Test
  void drawsOnlyWhereThereIsRoom() {
    assertThat(LiveScreen.hasRoom("24 80")).isTrue();
    assertThat(LiveScreen.hasRoom("23 80")).isFalse();
    assertThat(LiveScreen.hasRoom("40 79")).isFalse();
    assertThat(LiveScreen.hasRoom("0 0")).isTrue();
    assertThat(LiveScreen.hasRoom("")).isTrue();
    assertThat(LiveScreen.hasRoom("stty: no tty")).isTrue();
  }
}
