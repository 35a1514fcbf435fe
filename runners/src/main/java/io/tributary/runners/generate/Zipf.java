package io.tributary.runners.generate;

import java.util.Arrays;

/**
 * Draws ranks: the first often, the last hardly ever. The law is Mandelbrot's, whose first ranks
 * are flatter than Zipf's: nobody visits a shop a hundred times a day.
 */
final class Zipf {

  private static final int FLATTENING = 50;

  private final double[] cumulated;

  Zipf(int ranks, double exponent) {
    cumulated = new double[ranks];
    double total = 0;
    for (int rank = 0; rank < ranks; rank++) {
      total += 1 / StrictMath.pow(rank + 1 + FLATTENING, exponent);
      cumulated[rank] = total;
    }
    for (int rank = 0; rank < ranks; rank++) {
      cumulated[rank] /= total;
    }
  }

  int draw(Rnd random) {
    int found = Arrays.binarySearch(cumulated, random.unit());
    return Math.min(cumulated.length - 1, found >= 0 ? found : -found - 1);
  }
}
