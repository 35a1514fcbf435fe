package io.tributary.transforms.telemetry;

import io.tributary.schemas.event.TraceParent;
import java.io.Serializable;

/**
 * How the elements that a step puts out stand in the traces of their producers.
 *
 * @param <T> the elements
 */
public interface Tracing<T> extends Serializable {

  /** The producer's span, where the producer sampled this element; else null. Called for each. */
  TraceParent sampled(T element);

  /** Puts down what was done with a sampled element. */
  void trace(T element, EventSpans spans);
}
