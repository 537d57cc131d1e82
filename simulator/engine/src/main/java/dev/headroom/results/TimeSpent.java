package dev.headroom.results;

/**
 * Where completed requests spent their time, kept by how long they took in all: of each class of
 * latencies one sum per part, so that the slow ones can be told from the others after the run in
 * memory that does not grow with their number.
 *
 * <p>What is in no part is work inside an instance.
 */
public final class TimeSpent {
  /** A part of a request's time. */
  public enum Part {
    /** Attempts that failed, and the pauses after them. */
    EARLIER_ATTEMPTS,
    /** For a place in an instance, where no start-up was met. */
    QUEUE,
    /** For a place in an instance that was started, or until its application was ready. */
    INSTANCE_START,
    /** For a connection of the instance's pool, the opening of one included. */
    CONNECTION,
    /** For a server connection of the pooler. */
    POOLER,
    /** In the database. */
    QUERIES
  }

  private static final int PARTS = Part.values().length;
  private final long[] sumNs;

  TimeSpent(int classes) {
    sumNs = new long[classes * PARTS];
  }

  void add(int latencyClass, Part part, long ns) {
    sumNs[latencyClass * PARTS + part.ordinal()] += ns;
  }

  /** Sum of a part over the requests of a latency class and of all slower ones, in nanoseconds. */
  double sumNs(int fromClass, Part part) {
    double sum = 0;
    for (int i = fromClass * PARTS + part.ordinal(); i < sumNs.length; i += PARTS) {
      sum += sumNs[i];
    }
    return sum;
  }
}
