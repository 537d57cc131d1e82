package dev.headroom.scenario;

import dev.headroom.core.Distribution;

/**
 * A kind of request.
 *
 * @param name for people
 * @param share of requests, 0 to 1; shares of a service add up to 1
 * @param service time inside an instance as one block, or null where cpu, wait and queries say it
 * @param cpu processor time: half before the queries, half at the end
 * @param waiting time that needs no processor, after the queries
 * @param queries statements, one after the other
 * @param writes how many of them write, the last ones; the others read
 * @param query time of one statement that needs none of the database's processors
 * @param queryCpu time of one statement on the database's processors, or null for none
 * @param servingVcpus processor use while a block of {@code service} runs, in vCPUs
 * @param background processor time that goes on after the reply, or null for none
 * @param memoryBytes memory of one request while it is inside an instance, 0 where not stated
 * @param failureShare share of the attempts that end with an error of the code, after all work
 */
public record WorkloadClass(
    String name,
    double share,
    Distribution service,
    Distribution cpu,
    Distribution waiting,
    int queries,
    int writes,
    Distribution query,
    Distribution queryCpu,
    double servingVcpus,
    Distribution background,
    long memoryBytes,
    double failureShare) {
  /** Whether its statements need the database's processors. */
  boolean computes() {
    return queries > 0 && queryCpu != null;
  }
}
