package dev.headroom.scaling.knative;

/**
 * How reports are averaged.
 *
 * @param metric which of a report's numbers
 * @param aggregation how seconds are weighted
 * @param stableWindowNs span of the stable window
 * @param panicWindowNs span of the panic window
 * @param scraped whether an empty stable window means "not known" rather than zero
 */
public record WindowSettings(
    ScalingMetric metric,
    Aggregation aggregation,
    long stableWindowNs,
    long panicWindowNs,
    boolean scraped) {}
