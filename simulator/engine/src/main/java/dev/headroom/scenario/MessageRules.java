package dev.headroom.scenario;

import dev.headroom.config.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * How a queue between the callers and the function behaves: the caller has its answer when the
 * queue has the message.
 *
 * @param kind whose queue
 * @param enqueueNs what the caller waits for
 * @param maxAgeNs a message that is older is not tried again
 * @param async what only asynchronous invocation has, or null
 * @param sqs what only an SQS event source has, or null
 */
public record MessageRules(Kind kind, long enqueueNs, long maxAgeNs, Async async, Sqs sqs) {
  private static final long MILLI = 1_000_000L;
  private static final long DAY = 86_400_000 * MILLI;

  /** Whose queue it is. */
  public enum Kind {
    /** The function service's own, in front of asynchronous invocations. */
    ASYNC,
    /** A queue that pollers empty in batches. */
    SQS
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

  /** Reads the model's values with the scenario's over them. */
  static MessageRules read(Kind kind, Section section) {
    long enqueueNs = section.durationNs("enqueue", 0, DAY);
    long maxAgeNs = section.durationNs("maxAge", 0, 15 * DAY);
    return switch (kind) {
      case ASYNC -> {
        Section errors = section.section("errorPauses");
        List<Long> pauses = new ArrayList<>();
        pauses.add(errors.durationNs("first", 0, DAY));
        pauses.add(errors.durationNs("second", 0, DAY));
        int retries = section.integer("errorRetries", 0, pauses.size());
        Async async =
            new Async(
                section.durationNs("firstPause", MILLI, DAY),
                section.durationNs("longestPause", MILLI, DAY),
                pauses.subList(0, retries));
        yield new MessageRules(kind, enqueueNs, maxAgeNs, async, null);
      }
      case SQS -> {
        int most = section.integer("maxConcurrency", 1, 100_000);
        Sqs sqs =
            new Sqs(
                section.integer("batchSize", 1, 10_000),
                section.durationNs("batchWindow", 0, DAY),
                Math.min(most, section.integer("pollers", 1, 100_000)),
                section.number("pollersPerMinute", 0, 1e9),
                most,
                section.durationNs("throttlePause", 0, DAY),
                section.durationNs("visibilityTimeout", 0, DAY),
                section.integerOrUnlimited("maxReceives", 1, 1000));
        yield new MessageRules(kind, enqueueNs, maxAgeNs, null, sqs);
      }
    };
  }
}
