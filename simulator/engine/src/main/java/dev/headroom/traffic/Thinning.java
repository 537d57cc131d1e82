package dev.headroom.traffic;

/**
 * Less traffic for a while: between two instants each request is kept with the same chance. The
 * draw is the request's own, so that of two chances the lower keeps a part of what the higher does.
 *
 * @param fromNs from when on, in nanoseconds from the start of the run
 * @param toNs until when, {@code Long.MAX_VALUE} for the end
 * @param keep chance of a request to be kept, 0 to 1
 */
public record Thinning(long fromNs, long toNs, double keep) {}
