package dev.headroom.traffic;

import dev.headroom.core.Draws;

/**
 * Places the requests of one interval after the other in time: a cursor over one copy of them.
 * Ordinals are by time, so the n-th request of an interval is the n-th of every variant.
 */
abstract class Placement {
  protected long startNs;
  protected long lengthNs;
  protected long count;
  protected double mean;
  protected long firstEntity;
  protected int copy;
  protected long ordinal;
  protected long timeNs;

  /** Starts an interval of {@code lengthNs} whose n-th request has the n-th entity. */
  void begin(IntervalSource interval, long first, int copyNumber) {
    startNs = interval.startNs();
    lengthNs = interval.lengthNs();
    count = interval.count();
    mean = interval.mean();
    firstEntity = first;
    copy = copyNumber;
    ordinal = 0;
  }

  /** Moves to the interval's next request. */
  abstract boolean next();

  /** Time of the request, inside the interval. */
  final long timeNs() {
    return timeNs;
  }

  /** Its identity. */
  final long entity() {
    return firstEntity + ordinal - 1;
  }

  /** The time at share {@code x} of the interval; rounding stays inside. */
  protected final long at(double x) {
    return startNs + Math.min(lengthNs - 1, (long) (x * lengthNs));
  }

  /** The copies' places in [0, 1) between two equally spaced requests, copy 0 in the middle. */
  static double phase(int copy) {
    double reversed = 0;
    double digit = 0.5;
    for (int bits = copy; bits > 0; bits >>= 1) {
      reversed += (bits & 1) * digit;
      digit /= 2;
    }
    return reversed < 0.5 ? reversed + 0.5 : reversed - 0.5;
  }

  /** The i-th of N at (i + 0.5) / N; the second copy lies half way between. */
  static final class Uniform extends Placement {
    @Override
    boolean next() {
      if (ordinal == count) {
        return false;
      }
      timeNs = at((ordinal++ + phase(copy)) / count);
      return true;
    }
  }

  /** All at the start. */
  static final class Batch extends Placement {
    @Override
    boolean next() {
      if (ordinal == count) {
        return false;
      }
      ordinal++;
      timeNs = startNs;
      return true;
    }
  }

  /**
   * N places uniform at random in time order without storing them: partial sums of N + 1
   * exponential spacings over their total (Devroye, "Non-Uniform Random Variate Generation",
   * 1986, chapter V.2), summed twice.
   */
  static class Poisson extends Placement {
    private final Draws spacing;
    private double sum;
    private double total;

    Poisson(Draws spacing) {
      this.spacing = spacing;
    }

    @Override
    void begin(IntervalSource interval, long first, int copyNumber) {
      super.begin(interval, first, copyNumber);
      double all = 0;
      for (long i = 0; i < count; i++) {
        all += spacing.exponential(first + i);
      }
      total = all + spacing.exponential(first, 1);
      sum = 0;
    }

    @Override
    boolean next() {
      if (ordinal == count) {
        return false;
      }
      sum += spacing.exponential(firstEntity + ordinal++);
      timeNs = place(sum / total);
      return true;
    }

    /** The time of the place {@code x} in [0, 1); places come in ascending order. */
    protected long place(double x) {
      return at(x);
    }
  }

  /** Poisson places, stretched so that each second gets its weight of them. */
  static final class Bursty extends Poisson {
    private final SecondWeights weights;
    private int second;

    Bursty(Draws spacing, SecondWeights weights) {
      super(spacing);
      this.weights = weights;
    }

    @Override
    void begin(IntervalSource interval, long first, int copyNumber) {
      super.begin(interval, first, copyNumber);
      second = 0;
    }

    @Override
    protected long place(double x) {
      while (second < weights.seconds() - 1 && x >= weights.upTo(second)) {
        second++;
      }
      double before = second == 0 ? 0 : weights.upTo(second - 1);
      double share = weights.upTo(second) - before;
      double inside = share > 0 ? Math.max(0, (x - before) / share) : 0;
      long from = second * TimeText.SECOND_NS;
      long length = Math.min(TimeText.SECOND_NS, lengthNs - from);
      return startNs + from + Math.min(length - 1, (long) (inside * length));
    }
  }

  /** A Poisson process with the interval's mean: exponential gaps until the interval is full. */
  static final class Process extends Placement {
    private final Draws gaps;
    private double sum;

    Process(Draws gaps) {
      this.gaps = gaps;
    }

    @Override
    void begin(IntervalSource interval, long first, int copyNumber) {
      super.begin(interval, first, copyNumber);
      sum = 0;
    }

    @Override
    boolean next() {
      sum += gaps.exponential(firstEntity + ordinal);
      if (sum >= mean) {
        return false;
      }
      ordinal++;
      timeNs = at(sum / mean);
      return true;
    }
  }
}
