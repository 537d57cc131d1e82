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
  private final double capacity;
  private double virtualNs;
  private long lastNs;
  private double[] endVirtual = new double[4];
  private int[] job = new int[4];
  private int size;
  private double workDoneNs;

  /**
   * A station.
   *
   * @param capacity processors that n jobs can use, above 0: the lesser of vCPUs and parallelism
   */
  public ProcessorSharing(double capacity) {
    if (!(capacity > 0)) {
      throw new IllegalArgumentException("capacity must be above 0: " + capacity);
    }
    this.capacity = capacity;
  }

  /** Jobs computing now. */
  public int size() {
    return size;
  }

  /** Processor-nanoseconds used up to {@code nowNs}. */
  public double usedNs(long nowNs) {
    return workDoneNs + (nowNs - lastNs) * totalRate();
  }

  /** Adds a job of {@code workNs} processor-nanoseconds. */
  public void add(long nowNs, int id, double workNs) {
    advance(nowNs);
    if (size == job.length) {
      endVirtual = Arrays.copyOf(endVirtual, size * 2);
      job = Arrays.copyOf(job, size * 2);
    }
    siftUp(size++, virtualNs + workNs, id);
  }

  /** When the next job ends, rounded up to a nanosecond, or {@code Long.MAX_VALUE}. */
  public long nextEndNs() {
    if (size == 0) {
      return Long.MAX_VALUE;
    }
    double leftNs = Math.max(0, endVirtual[0] - virtualNs) / ratePerJob();
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

  /** Removes a job before its end; returns false if it is not computing. */
  public boolean remove(long nowNs, int id) {
    advance(nowNs);
    for (int i = 0; i < size; i++) {
      if (job[i] == id) {
        removeAt(i);
        return true;
      }
    }
    return false;
  }

  private double totalRate() {
    return Math.min(size, capacity);
  }

  private double ratePerJob() {
    return Math.min(1, capacity / size);
  }

  private void advance(long nowNs) {
    if (size > 0) {
      long elapsedNs = nowNs - lastNs;
      virtualNs += elapsedNs * ratePerJob();
      workDoneNs += elapsedNs * totalRate();
    }
    lastNs = nowNs;
  }

  private void removeAt(int i) {
    size--;
    if (size == 0) {
      virtualNs = 0; // nobody's end refers to it, and small numbers stay exact
      return;
    }
    if (i < size) {
      double end = endVirtual[size];
      int id = job[size];
      if (i > 0 && end < endVirtual[(i - 1) >>> 1]) {
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
      endVirtual[i] = endVirtual[parent];
      job[i] = job[parent];
      i = parent;
    }
    endVirtual[i] = end;
    job[i] = id;
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
      endVirtual[i] = endVirtual[child];
      job[i] = job[child];
      i = child;
    }
    endVirtual[i] = end;
    job[i] = id;
  }
}
