package io.tributary.runners.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Listens to SIGTERM and Ctrl-C, so that what runs can be ended in order. */
final class Interruption implements AutoCloseable {

  private static final Signal TERM = new Signal("TERM");
  private static final Signal INT = new Signal("INT");

  private final SignalHandler formerTerm;
  private final SignalHandler formerInt;
  private volatile boolean asked;

  private Interruption() {
    this.formerTerm = Signal.handle(TERM, signal -> asked = true);
    this.formerInt = Signal.handle(INT, signal -> asked = true);
  }

  static Interruption listen() {
    return new Interruption();
  }

  boolean isAsked() {
    return asked;
  }

  @Override
  public void close() {
    Signal.handle(TERM, formerTerm);
    Signal.handle(INT, formerInt);
  }
}
