package dev.headroom.scaling.knative;

/**
 * A scrape of some of the pods, taken for all.
 *
 * <p>The sample's size is Cochran's, with a correction for small populations: 95 % confidence
 * (1.96), a variance of 100 and an error of 5. Source: knative/serving {@code
 * pkg/autoscaler/metrics/sample_size.go}.
 */
public final class ScrapeSample {
  /** 1.96 squared, times 100, through 5 squared. */
  private static final double LARGE = 15.3664;

  private static final int ALL = 3;

  private final PodReport sum = new PodReport();
  private int pods;

  /** Pods to ask of so many that are ready. */
  public static int size(int readyPods) {
    if (readyPods <= ALL) {
      return readyPods;
    }
    return (int) Math.ceil(readyPods * LARGE / (readyPods + LARGE - 1));
  }

  /** Begins a scrape. */
  public void clear() {
    sum.set(0, 0, 0, 0);
    pods = 0;
  }

  /** Adds one pod's report; the order of pods can show in the last bit. */
  public void add(PodReport report) {
    sum.set(
        sum.concurrency + report.concurrency,
        sum.proxiedConcurrency + report.proxiedConcurrency,
        sum.requests + report.requests,
        sum.proxiedRequests + report.proxiedRequests);
    pods++;
  }

  /**
   * The whole revision's report; false where no pod was asked, and nothing must be recorded. Where
   * all were asked it is their sum.
   */
  public boolean scaleTo(int readyPods, PodReport into) {
    if (pods == 0) {
      return false;
    }
    boolean all = pods == readyPods;
    into.set(
        all ? sum.concurrency : sum.concurrency / pods * readyPods,
        all ? sum.proxiedConcurrency : sum.proxiedConcurrency / pods * readyPods,
        all ? sum.requests : sum.requests / pods * readyPods,
        all ? sum.proxiedRequests : sum.proxiedRequests / pods * readyPods);
    return true;
  }
}
