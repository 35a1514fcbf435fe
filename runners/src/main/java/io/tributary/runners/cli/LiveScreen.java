package io.tributary.runners.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Shows how a stream gets on: on a terminal a page that is drawn over itself, else a line now and
 * then. What is said meanwhile, by whomever, stands above the page.
 */
final class LiveScreen implements AutoCloseable {

  private static final Duration LINES = Duration.ofSeconds(5);
  private static final int LEAST_ROWS = 24;
  private static final int LEAST_COLUMNS = 80;

  private static final String HIDE_CURSOR = "\033[?25l";
  private static final String SHOW_CURSOR = "\033[?25h";
  private static final String REST_OF_LINE = "\033[K";
  private static final String REST_OF_SCREEN = "\033[J";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final PrintStream formerErr = System.err;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private List<String> drawn = List.of();
  private long lastLine = System.nanoTime();

  private LiveScreen(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    if (terminal) {
      // A log line in the middle of the page would tear it.
      System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
      out.print(HIDE_CURSOR);
      out.println();
      out.flush();
    }
  }

  /** Begins to show, on a terminal only where a page has room. */
  static LiveScreen open(PrintWriter out, PrintWriter err) {
    return open(out, err, System.console() != null && hasRoom(terminalSize()));
  }

  static LiveScreen open(PrintWriter out, PrintWriter err, boolean terminal) {
    return new LiveScreen(out, err, terminal);
  }

  /** What the terminal says of itself, "ROWS COLUMNS"; it may know nothing, or be none. */
  private static String terminalSize() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException none) {
      return "";
    }
  }

  /** A terminal that does not know its size is taken for a usual one. */
  static boolean hasRoom(String size) {
    if (!size.matches("[0-9]{1,5} [0-9]{1,5}")) {
      return true;
    }
    String[] parts = size.split(" ");
    int rows = Integer.parseInt(parts[0]);
    int columns = Integer.parseInt(parts[1]);
    return (rows == 0 || rows >= LEAST_ROWS) && (columns == 0 || columns >= LEAST_COLUMNS);
  }

  /** Shows the stream as it is now. */
  void show(LiveView view) {
    if (terminal || System.nanoTime() - lastLine > LINES.toNanos()) {
      showLast(view);
    }
  }

  /** Shows how it was in the end. */
  void showLast(LiveView view) {
    if (terminal) {
      draw(LiveText.page(view));
    } else {
      lastLine = System.nanoTime();
      err.println(LiveText.line(view));
      err.flush();
    }
  }

  /** Says something beside. */
  void say(String line) {
    if (terminal) {
      logged.writeBytes((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
      draw(drawn);
    } else {
      err.println(line);
      err.flush();
    }
  }

  private void draw(List<String> lines) {
    StringBuilder page = new StringBuilder(toTop());
    String said = logged.toString(StandardCharsets.UTF_8);
    logged.reset();
    if (!said.isEmpty()) {
      page.append(REST_OF_SCREEN).append(said);
    }
    for (String line : lines) {
      page.append(line).append(REST_OF_LINE).append(System.lineSeparator());
    }
    page.append(REST_OF_SCREEN);
    out.print(page);
    out.flush();
    drawn = List.copyOf(lines);
  }

  private String toTop() {
    return drawn.isEmpty() ? "" : "\033[" + drawn.size() + "F";
  }

  /** Leaves the last page as it is. */
  @Override
  public void close() {
    if (terminal) {
      System.setErr(formerErr);
      out.print(logged.toString(StandardCharsets.UTF_8) + SHOW_CURSOR);
      out.println();
      out.flush();
    }
  }
}
