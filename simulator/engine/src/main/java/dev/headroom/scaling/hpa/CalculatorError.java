package dev.headroom.scaling.hpa;

/** Why a metric gave no proposal. */
public enum CalculatorError {
  /** There is none to measure. */
  NO_PODS("no pods returned by selector while calculating replica count"),
  /** There are pods, but none whose sample counts. */
  NO_METRICS("did not receive metrics for targeted pods (pods might be unready)"),
  /** A share of nothing: a pod does not say how much it asks for. */
  NO_REQUEST("missing request for the resource in a container"),
  /** A share of nothing: the pods that count ask for zero. */
  ZERO_REQUEST("no metrics returned matched known pods"),
  /** A whole value needs the number of ready pods. */
  NO_PODS_TO_COUNT("unable to calculate ready pods: " + NO_PODS.text);

  private final String text;

  CalculatorError(String text) {
    this.text = text;
  }

  /** The controller's words. */
  public String text() {
    return text;
  }
}
