package dev.headroom.platform;

import dev.headroom.core.Distribution;
import dev.headroom.core.Draws;

/**
 * How an instance starts, cause by cause: placed, image pulled, process started, port bound, found
 * by the platform's probes, application ready, warm.
 *
 * <p>Times of one start are pure functions of the instance's draws, so that nobody has to keep
 * them.
 *
 * @param runtime the profile that {@code booting} is from, or null
 * @param placing until a machine is found
 * @param attaching of a GPU, after a machine was found
 * @param pull of the image
 * @param booting from the start of the process until it listens
 * @param repeatAfterNs a boot longer than this is given up and done again from the start, {@code
 *     Long.MAX_VALUE} never
 * @param appReady from listening until requests are worked on
 * @param startupProbe kills what is not up in time, or null
 * @param readinessProbe lets traffic in, or null
 * @param probing from the last passed probe until the platform sends traffic
 * @param warmUp how long work is slower, or null
 */
public record Start(
    String runtime,
    Distribution placing,
    Distribution attaching,
    Pull pull,
    Distribution booting,
    long repeatAfterNs,
    Distribution appReady,
    Probe startupProbe,
    Probe readinessProbe,
    Distribution probing,
    WarmUp warmUp) {
  /** Draws of one try; a restarted process takes the next so many. */
  private static final int DRAWS_PER_TRY = 8;

  private static final int PLACING = 0;
  private static final int PULLING = 1;
  private static final int BOOTING = 2;
  private static final int PROBING = 3;
  private static final int CACHED = 4;
  private static final int ATTACHING = 5;
  private static final int APP_READY = 6;

  /**
   * The image's way to the machine.
   *
   * @param fixed part that does not depend on the size
   * @param transferNs of the bytes needed before the process starts
   * @param cachedShare of the starts that find the image on the machine and pull nothing
   */
  public record Pull(Distribution fixed, long transferNs, double cachedShare) {}

  /**
   * Checks at {@code initialDelayNs + k * periodNs} after the process started.
   *
   * @param needsApp whether a check passes only when the application is ready; else the port does
   * @param initialDelayNs before the first check
   * @param periodNs between checks, 0 for a look at every instant
   * @param windowNs the process is killed if no check has passed by then, {@code Long.MAX_VALUE}
   *     never
   * @param successes checks in a row that must pass
   * @param onFailure what becomes of the instance whose process was killed
   */
  public record Probe(
      boolean needsApp,
      long initialDelayNs,
      long periodNs,
      long windowNs,
      int successes,
      OnFailure onFailure) {

    /** When the checks have passed, if the process answers from {@code upNs} on. */
    public long passesNs(long upNs) {
      long lateNs = Math.max(0, upNs - initialDelayNs);
      if (periodNs == 0) {
        return initialDelayNs + lateNs;
      }
      long checks = (lateNs + periodNs - 1) / periodNs + successes - 1;
      return initialDelayNs + checks * periodNs;
    }

    private double meanDelayNs() {
      return periodNs * (successes - 0.5);
    }
  }

  /** What becomes of an instance whose process a probe killed. */
  public enum OnFailure {
    /** It is gone; who needs one starts another. */
    REPLACE,
    /** Its process starts again where it is. */
    RESTART
  }

  /**
   * A runtime that compiles while it works is slower at first.
   *
   * @param factor on processor work
   * @param forNs from the moment the application is ready
   */
  public record WarmUp(double factor, long forNs) {}

  /** Time until a machine is found and, where one is wanted, a GPU is attached. */
  public long placingNs(Draws draws, long instance) {
    return placing.sampleNs(draws, instance, PLACING)
        + attaching.sampleNs(draws, instance, ATTACHING);
  }

  /** Time until what is needed of the image is there. */
  public long pullingNs(Draws draws, long instance) {
    return pull.cachedShare > 0 && draws.uniform(instance, CACHED) < pull.cachedShare
        ? 0
        : pull.fixed.sampleNs(draws, instance, PULLING) + pull.transferNs;
  }

  /** Time from the start of the process until it listens. */
  public long listensNs(Draws draws, long instance, int tried) {
    long onceNs = booting.sampleNs(draws, instance, BOOTING + DRAWS_PER_TRY * tried);
    return onceNs > repeatAfterNs ? repeatAfterNs + onceNs : onceNs;
  }

  /** Time from the start of the process until its application works on requests. */
  public long answersNs(Draws draws, long instance, int tried) {
    return listensNs(draws, instance, tried)
        + appReady.sampleNs(draws, instance, APP_READY + DRAWS_PER_TRY * tried);
  }

  /** Time from the start of the process until traffic may come, were the process never killed. */
  public long trafficNs(Draws draws, long instance, int tried) {
    long foundNs = listensNs(draws, instance, tried);
    if (startupProbe != null) {
      foundNs = startupProbe.passesNs(upNs(startupProbe, draws, instance, tried));
    }
    if (readinessProbe != null) {
      long upNs = upNs(readinessProbe, draws, instance, tried);
      foundNs = readinessProbe.passesNs(Math.max(upNs, foundNs));
    }
    return foundNs + probing.sampleNs(draws, instance, PROBING + DRAWS_PER_TRY * tried);
  }

  /** Time from the start of the process until it is killed, {@code Long.MAX_VALUE} if it lives. */
  public long killedNs(Draws draws, long instance, int tried) {
    if (startupProbe == null || startupProbe.windowNs == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long upNs = upNs(startupProbe, draws, instance, tried);
    return startupProbe.passesNs(upNs) > startupProbe.windowNs
        ? startupProbe.windowNs
        : Long.MAX_VALUE;
  }

  private long upNs(Probe probe, Draws draws, long instance, int tried) {
    return probe.needsApp ? answersNs(draws, instance, tried) : listensNs(draws, instance, tried);
  }

  /** Expected time from start to traffic, in nanoseconds, as if no process were killed. */
  public double meanNs() {
    double sum = placing.meanNs()
        + attaching.meanNs()
        + (1 - pull.cachedShare) * (pull.fixed.meanNs() + pull.transferNs)
        + booting.meanNs()
        + probing.meanNs();
    boolean waitsForApp = startupProbe != null && startupProbe.needsApp
        || readinessProbe != null && readinessProbe.needsApp;
    Probe last = readinessProbe != null ? readinessProbe : startupProbe;
    return sum + (waitsForApp ? appReady.meanNs() : 0) + (last == null ? 0 : last.meanDelayNs());
  }
}
