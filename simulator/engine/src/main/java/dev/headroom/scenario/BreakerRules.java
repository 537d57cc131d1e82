package dev.headroom.scenario;

/**
 * A circuit breaker before a service, shared by its clients.
 *
 * <p>Names and defaults follow the CircuitBreaker of resilience4j 2 with its time-based window:
 * failureRateThreshold 50 %, slidingWindowSize 100 (seconds), minimumNumberOfCalls 100,
 * waitDurationInOpenState 60 s, permittedNumberOfCallsInHalfOpenState 10.
 *
 * @param failureShare share of failed calls at or above which it opens, above 0 to 1
 * @param windowSeconds how many seconds of calls are counted, the current one included
 * @param minimumCalls fewer calls in the window never open it
 * @param openForNs how long it turns every attempt back
 * @param halfOpenCalls trials let through after that
 */
public record BreakerRules(
    double failureShare, int windowSeconds, int minimumCalls, long openForNs, int halfOpenCalls) {}
