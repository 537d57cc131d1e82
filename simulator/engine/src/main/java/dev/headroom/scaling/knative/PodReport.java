package dev.headroom.scaling.knative;

/** One report of a pod, an activator or a scrape; the object is reused from report to report. */
public final class PodReport {
  /** Average number of requests inside. */
  public double concurrency;

  /** Those of them that came through an activator, which reports them too. */
  public double proxiedConcurrency;

  /** Requests that arrived. */
  public double requests;

  /** Those of them that came through an activator. */
  public double proxiedRequests;

  /** Sets all four. */
  public void set(
      double concurrency, double proxiedConcurrency, double requests, double proxiedRequests) {
    this.concurrency = concurrency;
    this.proxiedConcurrency = proxiedConcurrency;
    this.requests = requests;
    this.proxiedRequests = proxiedRequests;
  }
}
