package dev.headroom.serve;

/** How a slider's travel maps to values: evenly in the square root, finer where values are low. */
final class Scale {
  private Scale() {}

  /**
   * The value at a share of the travel, rounded to what a person would type.
   *
   * @param share 0 to 1
   */
  static double at(double min, double max, double share) {
    double value = min + (max - min) * share * share;
    double step = 1;
    while (value / step >= 50) {
      step *= 10;
    }
    return Math.rint(value / step) * step;
  }
}
