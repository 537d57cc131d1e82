package dev.headroom.cli;

import dev.headroom.measure.Say;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** A line on a terminal that says how far a long run is; silent for short ones. */
final class Progress {
  private static final long FIRST_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long EVERY_NS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final char ESCAPE = 27;

  private final PrintWriter err;
  private final boolean shown;
  private final long beganNs = System.nanoTime();
  private long nextNs = beganNs + FIRST_NS;
  private boolean printed;

  Progress(PrintWriter err, boolean shown) {
    this.err = err;
    this.shown = shown;
  }

  /** The run has reached a simulated time. */
  void at(long simulatedNs) {
    long nowNs = System.nanoTime();
    if (shown && nowNs >= nextNs) {
      nextNs = nowNs + EVERY_NS;
      printed = true;
      err.printf(
          "\rsimulated %,d s in %,d s",
          simulatedNs / 1_000_000_000L, TimeUnit.NANOSECONDS.toSeconds(nowNs - beganNs));
      err.flush();
    }
  }

  /** So many of several runs are done; any thread may tell. */
  synchronized void days(int done) {
    long nowNs = System.nanoTime();
    if (shown && nowNs >= nextNs) {
      nextNs = nowNs + EVERY_NS;
      printed = true;
      err.printf(
          "\rsimulated %,d days in %,d s", done, TimeUnit.NANOSECONDS.toSeconds(nowNs - beganNs));
      err.flush();
    }
  }

  /** So many of a known number of runs are done; any thread may tell. */
  synchronized void of(int done, int total) {
    long nowNs = System.nanoTime();
    if (shown && nowNs >= nextNs) {
      nextNs = nowNs + EVERY_NS;
      printed = true;
      double seconds = (nowNs - beganNs) / 1e9;
      err.print("\r" + Say.count(done) + " of " + Say.count(total) + " runs in "
          + Say.seconds(seconds) + ", " + Say.digits(done / seconds) + " runs/s, about "
          + Say.seconds(seconds / done * (total - done)) + " left" + ESCAPE + "[K");
      err.flush();
    }
  }

  /** Clears the line. */
  void end() {
    if (printed) {
      err.print("\r" + ESCAPE + "[K");
      err.flush();
    }
  }
}
