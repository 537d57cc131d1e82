/**
 * Benchmarks: a bare loop that does nothing but one workload, to measure the engine against.
 *
 * <p>{@code simulator/benchmarks/run} times whole processes of both and prints requests per
 * CPU-second.
 */
package dev.headroom.benchmarks;
