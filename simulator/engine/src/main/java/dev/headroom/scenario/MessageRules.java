package dev.headroom.scenario;

import dev.headroom.config.Section;
import dev.headroom.core.Distribution;
import java.util.ArrayList;
import java.util.List;

/**
 * How a queue between the callers and the function behaves: the caller has its answer when the
 * queue has the message.
 *
 * @param kind whose queue
 * @param enqueue what the caller waits for
 * @param enqueueFailures share of the messages that the queue does not take
 * @param maxAgeNs a message that is older is not tried again
 * @param async what only asynchronous invocation has, or null
 * @param sqs what only an SQS event source has, or null
 * @param tasks what only a queue that pushes has, or null
 * @param prices book and entry of what the queue charges for an operation, or null
 */
public record MessageRules(
    Kind kind,
    Distribution enqueue,
    double enqueueFailures,
    long maxAgeNs,
    Async async,
    Sqs sqs,
    Tasks tasks,
    String[] prices) {
  private static final long MILLI = 1_000_000L;
  private static final long DAY = 86_400_000 * MILLI;
  private static final int MAX_DOUBLINGS = 60;

  /** A queue that is told no burst gets a fifth of a second's tasks. Source: Cloud Tasks API. */
  private static final double BURST_PART = 5;

  /** Whose queue it is. */
  public enum Kind {
    /** The function service's own, in front of asynchronous invocations. */
    ASYNC,
    /** A queue that pollers empty in batches. */
    SQS,
    /** A queue that pushes its tasks at a limited rate. */
    CLOUD_TASKS
  }

  /**
   * Asynchronous invocation.
   *
   * @param firstPauseNs before the first retry after a throttle or system error; it doubles
   * @param longestPauseNs most that it becomes
   * @param errorPausesNs before each retry after an error of the function; none after the last
   */
  public record Async(long firstPauseNs, long longestPauseNs, List<Long> errorPausesNs) {
    /** The list is copied. */
    public Async {
      errorPausesNs = List.copyOf(errorPausesNs);
    }
  }

  /**
   * An SQS event source.
   *
   * @param batchSize most messages of one invocation
   * @param windowNs longest wait for a batch to fill
   * @param pollers batches in progress that it begins with
   * @param perMinute how many more batches it allows a minute while messages wait
   * @param maxConcurrency most batches in progress
   * @param throttlePauseNs a poller whose batch was throttled waits
   * @param visibilityNs until a message that failed is there again
   * @param maxReceives times a message is tried, {@code Integer.MAX_VALUE} for ever
   */
  public record Sqs(
      int batchSize,
      long windowNs,
      int pollers,
      double perMinute,
      int maxConcurrency,
      long throttlePauseNs,
      long visibilityNs,
      int maxReceives) {}

  /**
   * A queue that pushes.
   *
   * @param maxConcurrent most tasks that are worked on at once
   * @param perSecond most tasks that are dispatched in a second, retries included
   * @param burst most tasks that are dispatched at once after a time of rest
   * @param attempts of a task, {@code Integer.MAX_VALUE} for ever
   * @param firstPauseNs after the first failure
   * @param longestPauseNs most that it becomes
   * @param doublings how often it doubles; then it grows by as much each time
   */
  public record Tasks(
      int maxConcurrent,
      double perSecond,
      double burst,
      int attempts,
      long firstPauseNs,
      long longestPauseNs,
      int doublings) {

    /** The pause after so many failures. */
    public long pauseNs(int failures) {
      int doubled = Math.min(failures - 1, doublings);
      double pauseNs = (double) firstPauseNs * (1L << doubled) * (failures - doubled);
      return (long) Math.min(longestPauseNs, pauseNs);
    }
  }

  /** The keys of a queue's model that are simulated. */
  static final List<String> MODEL_KEYS = List.of(
      "enqueue",
      "enqueueFailures",
      "maxAge",
      "price",
      "batchSize",
      "batchWindow",
      "pollers",
      "pollersPerMinute",
      "maxConcurrency",
      "throttlePause",
      "visibilityTimeout",
      "maxReceives",
      "maxConcurrentDispatches",
      "maxDispatchesPerSecond",
      "maxAttempts",
      "minBackoff",
      "maxBackoff",
      "maxDoublings");

  /** Reads the model's values with the scenario's over them. */
  static MessageRules read(Kind kind, Section section) {
    return switch (kind) {
      case ASYNC -> of(kind, section, readAsync(section), null, null);
      case SQS -> of(kind, section, null, readSqs(section), null);
      case CLOUD_TASKS -> of(kind, section, null, null, readTasks(section));
    };
  }

  private static MessageRules of(Kind kind, Section section, Async async, Sqs sqs, Tasks tasks) {
    Section price = section.optionalSection("price");
    return new MessageRules(
        kind,
        section.distribution("enqueue"),
        section.share("enqueueFailures", 0),
        section.durationNs("maxAge", 0, 366 * DAY),
        async,
        sqs,
        tasks,
        price == null ? null : new String[] {price.text("book"), price.text("entry")});
  }

  private static Async readAsync(Section section) {
    Section errors = section.section("errorPauses");
    List<Long> pauses = new ArrayList<>();
    pauses.add(errors.durationNs("first", 0, DAY));
    pauses.add(errors.durationNs("second", 0, DAY));
    int retries = section.integer("errorRetries", 0, pauses.size());
    return new Async(
        section.durationNs("firstPause", MILLI, DAY),
        section.durationNs("longestPause", MILLI, DAY),
        pauses.subList(0, retries));
  }

  private static Sqs readSqs(Section section) {
    int most = section.integer("maxConcurrency", 1, 100_000);
    return new Sqs(
        section.integer("batchSize", 1, 10_000),
        section.durationNs("batchWindow", 0, DAY),
        Math.min(most, section.integer("pollers", 1, 100_000)),
        section.number("pollersPerMinute", 0, 1e9),
        most,
        section.durationNs("throttlePause", 0, DAY),
        section.durationNs("visibilityTimeout", 0, DAY),
        section.integerOrUnlimited("maxReceives", 1, 1000));
  }

  private static Tasks readTasks(Section section) {
    double perSecond = section.number("maxDispatchesPerSecond", 0.001, 1e6);
    return new Tasks(
        section.integer("maxConcurrentDispatches", 1, 100_000),
        perSecond,
        section.number("maxBurstSize", 1, 1e6, Math.max(1, perSecond / BURST_PART)),
        section.integerOrUnlimited("maxAttempts", 1, 1_000_000),
        section.durationNs("minBackoff", 0, DAY),
        section.durationNs("maxBackoff", 0, 366 * DAY),
        section.integer("maxDoublings", 0, MAX_DOUBLINGS));
  }
}
