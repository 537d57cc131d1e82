package dev.headroom.core;

import java.util.Arrays;

/**
 * CPU shared equally: n jobs on a station of {@code capacity} processors run at
 * {@code min(1, capacity / n)} each.
 *
 * <p>Virtual time grows at the rate one job receives, so a job ends when virtual time has grown by
 * its work; a heap by that end makes every change logarithmic in the number of jobs. The owner
 * schedules the next end and calls {@link #take} there.
 */
public final class ProcessorSharing {
  /**
   * Where each job stands in its station's heap, so that taking a job out early costs no search;
   * shared by stations of which a job is in at most one.
   */
  public static final class Places {
    private int[] place = new int[64];

    private void set(int id, int at) {
      if (id >= place.length) {
        place = Arrays.copyOf(place, Math.max(id + 1, place.length * 2));
      }
      place[id] = at;
    }
  }

  /** Work below this is done, so that a rounding error does not wait for the next period. */
  private static final double DONE_NS = 0.25;

  private final double capacity;
  private final Places places;
  private final CpuQuota quota;
  private boolean paused;
  private double speed = 1;
  private double virtualNs;
  private long lastNs;
  private double[] endVirtual = new double[4];
  private int[] job = new int[4];
  private int size;
  /** What one job and all together receive while they run, by time. */
  private double ratePerJob;

  private double totalRate;
  private double workDoneNs;

  /**
   * A station.
   *
   * @param capacity processors that n jobs can use, above 0: the lesser of vCPUs and parallelism
   * @param places shared by the stations between which jobs move
   */
  public ProcessorSharing(double capacity, Places places) {
    this(capacity, places, null);
  }

  private ProcessorSharing(double capacity, Places places, CpuQuota quota) {
    if (!(capacity > 0)) {
      throw new IllegalArgumentException("capacity must be above 0: " + capacity);
    }
    this.capacity = capacity;
    this.places = places;
    this.quota = quota;
  }

  /**
   * A station whose jobs run at the full speed of the processors until the period's quota is used,
   * and then stop until the next period.
   *
   * @param capacity processors that n jobs can use while there is quota
   * @param quotaVcpus processor time per time, in the mean over a period
   */
  public static ProcessorSharing withQuota(
      double capacity, Places places, double quotaVcpus, long periodNs) {
    return new ProcessorSharing(capacity, places, new CpuQuota(quotaVcpus * periodNs, periodNs));
  }

  /** Jobs computing now. */
  public int size() {
    return size;
  }

  /** Processor-nanoseconds used up to {@code nowNs}. */
  public double usedNs(long nowNs) {
    return workDoneNs + givenNs(nowNs);
  }

  /** What all jobs together got since the last change. */
  private double givenNs(long nowNs) {
    if (paused || size == 0) {
      return 0;
    }
    return quota == null ? (nowNs - lastNs) * totalRate : quota.given(lastNs, nowNs, totalRate);
  }

  /** Stops every job where it is until {@link #resume}; jobs added meanwhile wait too. */
  public void pause(long nowNs) {
    advance(nowNs);
    paused = true;
  }

  /** The station is empty and stands for another one from now on, whose quota is untouched. */
  public void renew() {
    if (quota != null) {
      quota.forget();
    }
  }

  /** Lets the jobs go on. */
  public void resume(long nowNs) {
    advance(nowNs);
    paused = false;
    if (quota != null && size > 0) {
      quota.wake(nowNs);
    }
  }

  /**
   * Makes every job of a station without a quota run at {@code newSpeed} times its share from now
   * on; the next end moves.
   *
   * @param newSpeed above 0, 1 at first
   */
  public void setSpeed(long nowNs, double newSpeed) {
    if (!(newSpeed > 0) || quota != null) {
      throw new IllegalArgumentException("speed " + newSpeed + " is not above 0, or has a quota");
    }
    advance(nowNs);
    speed = newSpeed;
    resize(size);
  }

  /** Adds a job of {@code workNs} processor-nanoseconds. */
  public void add(long nowNs, int id, double workNs) {
    advance(nowNs);
    if (quota != null && size == 0) {
      quota.wake(nowNs);
    }
    if (size == job.length) {
      endVirtual = Arrays.copyOf(endVirtual, size * 2);
      job = Arrays.copyOf(job, size * 2);
    }
    resize(size + 1);
    siftUp(size - 1, virtualNs + workNs, id);
  }

  /** When the next job ends, rounded up to a nanosecond, or {@code Long.MAX_VALUE}. */
  public long nextEndNs() {
    if (size == 0 || paused) {
      return Long.MAX_VALUE;
    }
    if (quota != null) {
      double workNs = (endVirtual[0] - virtualNs) * size - DONE_NS;
      return workNs <= 0 ? lastNs : (long) Math.ceil(quota.endNs(lastNs, workNs, totalRate) - 1e-3);
    }
    double leftNs = Math.max(0, endVirtual[0] - virtualNs);
    if (ratePerJob != 1) {
      leftNs /= ratePerJob;
    }
    return lastNs + (long) Math.ceil(leftNs - 1e-3);
  }

  /** Takes the job that ends next; call at {@link #nextEndNs}. */
  public int take(long nowNs) {
    advance(nowNs);
    int id = job[0];
    virtualNs = Math.max(virtualNs, endVirtual[0]);
    removeAt(0);
    return id;
  }

  /** Removes a job before its end. */
  public void remove(long nowNs, int id) {
    advance(nowNs);
    int at = places.place[id];
    if (at >= size || job[at] != id) {
      throw new IllegalStateException("job " + id + " is not computing here");
    }
    removeAt(at);
  }

  private void resize(int jobs) {
    size = jobs;
    ratePerJob = (size <= capacity ? 1 : capacity / size) * speed;
    totalRate = Math.min(size, capacity) * speed;
  }

  private void advance(long nowNs) {
    if (size > 0 && !paused) {
      if (quota == null) {
        long elapsedNs = nowNs - lastNs;
        virtualNs += elapsedNs * ratePerJob;
        workDoneNs += elapsedNs * totalRate;
      } else {
        double givenNs = quota.take(lastNs, nowNs, totalRate);
        virtualNs += givenNs / size;
        workDoneNs += givenNs;
      }
    }
    lastNs = nowNs;
  }

  private void removeAt(int i) {
    resize(size - 1);
    if (size == 0) {
      virtualNs = 0; // nobody's end refers to it, and small numbers stay exact
      return;
    }
    if (i < size) {
      double end = endVirtual[size];
      int id = job[size];
      int parent = (i - 1) >>> 1;
      if (i > 0 && before(end, id, endVirtual[parent], job[parent])) {
        siftUp(i, end, id);
      } else {
        siftDown(i, end, id);
      }
    }
  }

  /** By end; equal ends by id, so that the order is defined. */
  private boolean before(double endA, int idA, double endB, int idB) {
    return endA < endB || (endA == endB && idA < idB);
  }

  private void siftUp(int from, double end, int id) {
    int i = from;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (!before(end, id, endVirtual[parent], job[parent])) {
        break;
      }
      put(i, endVirtual[parent], job[parent]);
      i = parent;
    }
    put(i, end, id);
  }

  private void siftDown(int from, double end, int id) {
    int i = from;
    int half = size >>> 1;
    while (i < half) {
      int child = 2 * i + 1;
      if (child + 1 < size
          && before(endVirtual[child + 1], job[child + 1], endVirtual[child], job[child])) {
        child++;
      }
      if (before(end, id, endVirtual[child], job[child])) {
        break;
      }
      put(i, endVirtual[child], job[child]);
      i = child;
    }
    put(i, end, id);
  }

  private void put(int i, double end, int id) {
    endVirtual[i] = end;
    job[i] = id;
    places.set(id, i);
  }
}
