package dev.headroom.traffic;

import java.io.IOException;
import java.util.Arrays;

/**
 * Records in time order out of a reader that is almost in order.
 *
 * <p>A record leaves once one that is a reorder window later has been seen. Those that come in
 * order wait in a ring, which costs O(1); the late ones in a heap. Both together hold at most 2^20
 * records, so a file with one stamp throughout cannot exhaust memory. Ties keep file order.
 */
final class ReorderBuffer {
  private static final int STRIDE = 5;
  private static final int TIME = 0;
  private static final int ROW = 1;
  private static final int COUNT = 2;
  private static final int DURATION = 3;
  private static final int CLASS = 4;
  private static final int RECORDS_MAX = 1 << 20;

  private final TraceReader reader;
  private final ReadLog log;
  private final long windowNs;
  private final long[] current = new long[STRIDE];
  private long[] ring = new long[64 * STRIDE];
  private int ringStart;
  private int ringSize;
  private long[] heap = new long[16 * STRIDE];
  private int heapSize;
  private long newestNs = Long.MIN_VALUE;
  private long givenNs = Long.MIN_VALUE;
  private long rows;
  private boolean ended;

  ReorderBuffer(TraceReader reader, ReadLog log, long windowNs) {
    this.reader = reader;
    this.log = log;
    this.windowNs = windowNs;
  }

  /** Moves to the next record in time order, false at the end. */
  boolean next() throws IOException {
    while (!ended && !settled()) {
      if (reader.next()) {
        add();
      } else {
        ended = true;
      }
    }
    if (ringSize + heapSize == 0) {
      return false;
    }
    if (heapFirst()) {
      System.arraycopy(heap, 0, current, 0, STRIDE);
      removeTop();
    } else {
      System.arraycopy(ring, ringStart * STRIDE, current, 0, STRIDE);
      ringStart = (ringStart + 1) & (ring.length / STRIDE - 1);
      ringSize--;
    }
    givenNs = current[TIME];
    return true;
  }

  long timeNs() {
    return current[TIME];
  }

  /** Number of the record in the file, from 0. */
  long row() {
    return current[ROW];
  }

  long count() {
    return current[COUNT];
  }

  long durationNs() {
    return current[DURATION];
  }

  int classIndex() {
    return (int) current[CLASS];
  }

  private boolean settled() {
    int size = ringSize + heapSize;
    if (size == 0) {
      return false;
    }
    long first = heapFirst() ? heap[TIME] : ring[ringStart * STRIDE + TIME];
    return newestNs - first >= windowNs || size >= RECORDS_MAX;
  }

  private boolean heapFirst() {
    if (heapSize == 0 || ringSize == 0) {
      return ringSize == 0;
    }
    int at = ringStart * STRIDE;
    return heap[TIME] < ring[at + TIME]
        || heap[TIME] == ring[at + TIME] && heap[ROW] < ring[at + ROW];
  }

  private void add() {
    long timeNs = reader.timeNs();
    if (timeNs >= newestNs) {
      newestNs = timeNs;
      if ((ringSize + 1) * STRIDE > ring.length) {
        growRing();
      }
      put(ring, (ringStart + ringSize) & (ring.length / STRIDE - 1));
      ringSize++;
      return;
    }
    if (newestNs - timeNs > windowNs || timeNs < givenNs) {
      long base = newestNs >= StampParser.EPOCH_FROM_NS ? newestNs : 0;
      throw log.fatal(
          reader.line(),
          base == 0
              ? "time goes back from " + TimeText.seconds(newestNs) + " to "
                  + TimeText.seconds(timeNs) + ", more than the reorder window of " + window()
              : "time goes back from " + TimeText.iso(newestNs) + " to " + TimeText.iso(timeNs)
                  + " ("
                  + TimeText.seconds(newestNs - timeNs) + "), more than the reorder window of "
                  + window());
    }
    log.reordered();
    if ((heapSize + 1) * STRIDE > heap.length) {
      heap = Arrays.copyOf(heap, 2 * heap.length);
    }
    put(heap, heapSize);
    siftUp(heapSize++);
  }

  private String window() {
    return TimeText.seconds(windowNs)
        + (ringSize + heapSize >= RECORDS_MAX - 1 ? " or " + RECORDS_MAX + " lines" : "");
  }

  private void put(long[] into, int slot) {
    int at = slot * STRIDE;
    into[at + TIME] = reader.timeNs();
    into[at + ROW] = rows++;
    into[at + COUNT] = reader.count();
    into[at + DURATION] = reader.durationNs();
    into[at + CLASS] = reader.classIndex();
  }

  private void growRing() {
    long[] larger = new long[2 * ring.length];
    int head = ring.length - ringStart * STRIDE;
    System.arraycopy(ring, ringStart * STRIDE, larger, 0, head);
    System.arraycopy(ring, 0, larger, head, ring.length - head);
    ring = larger;
    ringStart = 0;
  }

  private boolean before(int a, int b) {
    long timeA = heap[a * STRIDE + TIME];
    long timeB = heap[b * STRIDE + TIME];
    return timeA < timeB || timeA == timeB && heap[a * STRIDE + ROW] < heap[b * STRIDE + ROW];
  }

  private void siftUp(int from) {
    int at = from;
    while (at > 0 && before(at, (at - 1) / 2)) {
      swap(at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  private void removeTop() {
    heapSize--;
    System.arraycopy(heap, heapSize * STRIDE, heap, 0, STRIDE);
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= heapSize) {
        return;
      }
      if (child + 1 < heapSize && before(child + 1, child)) {
        child++;
      }
      if (!before(child, at)) {
        return;
      }
      swap(child, at);
      at = child;
    }
  }

  private void swap(int a, int b) {
    for (int i = 0; i < STRIDE; i++) {
      long kept = heap[a * STRIDE + i];
      heap[a * STRIDE + i] = heap[b * STRIDE + i];
      heap[b * STRIDE + i] = kept;
    }
  }
}
