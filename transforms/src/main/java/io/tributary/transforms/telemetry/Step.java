package io.tributary.transforms.telemetry;

import java.io.Serializable;
import java.util.function.Consumer;

/**
 * What one stage does with its elements, free of Beam and of telemetry: {@link StepFn} runs it in a
 * DoFn and owns spans and counters. A step lives as long as its DoFn and is used by one thread at a
 * time; what it opens belongs in transient fields.
 *
 * @param <InputT> elements in
 * @param <OutputT> elements out
 */
public interface Step<InputT, OutputT> extends Serializable {

  /** Opens files, databases, compilers. An exception fails the worker's start. */
  default void open() {}

  /** A bundle begins. */
  default void start() {}

  /** Takes one element. An exception fails the bundle. */
  void process(InputT element, Consumer<OutputT> out, Counts counts);

  /** A bundle ends: what was held back goes out now. */
  default void finish(Consumer<OutputT> out, Counts counts) {}

  /** Closes what {@link #open} opened. */
  default void close() {}
}
