package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.measure.Anatomy;
import dev.headroom.measure.Facts;
import dev.headroom.results.TimeSpent.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where requests spent their time, on timelines computed by hand. */
class AnatomyTest {
  /** Steps of the recorded latencies are at most 0.1 % wide. */
  private static final double STEP = 1e-3;

  @TempDir
  private Path folder;

  private Facts run(String counts, String rest) throws IOException {
    return new Facts(Batches.run(folder, counts, rest));
  }

  private static void assertParts(Anatomy anatomy, double meanMs, Map<Part, Double> parts) {
    assertEquals(meanMs, anatomy.meanMs(), meanMs * STEP);
    double work = meanMs;
    for (Part part : Part.values()) {
      double ms = parts.getOrDefault(part, 0.0);
      assertEquals(ms, anatomy.partMs().get(part), 1e-9, part::toString);
      work -= ms;
    }
    assertEquals(work, anatomy.workMs(), meanMs * STEP);
  }

  /** One at a time, 1 s each: they wait 0, 1 and 2 s; the slowest alone waited 2 of its 3 s. */
  @Test
  void aQueue() throws IOException {
    Facts facts = run("0,3\n", """
          classes: [ { name: r, service: 1s } ]
        platform: { use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: 1 } }
        """);
    Anatomy all = Anatomy.of(facts, 0);
    assertEquals(3, all.requests());
    assertParts(all, 2000, Map.of(Part.QUEUE, 1000.0));
    Anatomy slow = Anatomy.of(facts, 3_000_000_000L);
    assertEquals(1, slow.requests());
    assertParts(slow, 3000, Map.of(Part.QUEUE, 2000.0));
  }

  /** Each has an instance of its own, which boots for 2 s. */
  @Test
  void aColdStart() throws IOException {
    Facts facts = run("0,2\n", """
          classes: [ { name: r, service: 1s } ]
        platform: { use: generic, coldStart: { boot: 2s } }
        """);
    assertParts(Anatomy.of(facts, 0), 3000, Map.of(Part.INSTANCE_START, 2000.0));
  }

  private Anatomy poolOfOne(String hold) throws IOException {
    return Anatomy.of(run("5,2\n", """
          classes:
            - { name: r, service: { wait: 500ms }, queries: { count: 2, each: 1s } }
        platform: { use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: 2 } }
        database:
          maxConnections: 10
          reserved: 0
          connect: { cpu: 0ms, latency: 0ms }
          pool: { library: node-postgres, size: 1, hold: %s }
        """.formatted(hold)), 0);
  }

  /**
   * One connection, opened before: of two requests at once, each with two queries of 1 s and 0.5 s
   * of waiting after them, one holds it from 0 to 2 s and the other from 2 to 4 s.
   */
  @Test
  void aPoolOfOne() throws IOException {
    assertParts(
        poolOfOne("transaction"), 3500, Map.of(Part.CONNECTION, 1000.0, Part.QUERIES, 2000.0));
  }

  /** Held for a query at a time it goes to and fro each second: one waits 1 s, the other twice. */
  @Test
  void aPoolOfOneByTurns() throws IOException {
    assertParts(poolOfOne("query"), 4000, Map.of(Part.CONNECTION, 1500.0, Part.QUERIES, 2000.0));
  }

  /**
   * Two connections to a pooler that has one of the server, two queries of 1 s each. Held for both,
   * one request waits 2 s for the other; held for one, they take turns and wait 1 s and twice 1 s.
   */
  @Test
  void aPoolerOfOne() throws IOException {
    assertParts(
        poolerOfOne("transaction"), 3500, Map.of(Part.POOLER, 1000.0, Part.QUERIES, 2000.0));
    assertParts(poolerOfOne("query"), 4000, Map.of(Part.POOLER, 1500.0, Part.QUERIES, 2000.0));
  }

  private Anatomy poolerOfOne(String hold) throws IOException {
    return Anatomy.of(run("5,2\n", """
          classes: [ { name: r, service: { wait: 500ms }, queries: { count: 2, each: 1s } } ]
        platform: { use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: 2 } }
        database:
          maxConnections: 10
          reserved: 0
          connect: { cpu: 0ms, latency: 0ms }
          pool: { library: node-postgres, size: 2, hold: %s }
          pooler: { kind: custom, serverPool: 1 }
        """.formatted(hold)), 0);
  }

  /** Without a database the queries are told apart from the rest all the same. */
  @Test
  void queriesOfNoDatabase() throws IOException {
    Facts facts = run("0,1\n", """
          classes:
            - { name: r, service: { cpu: 100ms, wait: 500ms }, queries: { count: 2, each: 1s } }
        platform: { use: fixed-fleet, scale: { min: 1, max: 1 } }
        """);
    assertParts(Anatomy.of(facts, 0), 2600, Map.of(Part.QUERIES, 2000.0));
  }

  /**
   * One of two is turned away and comes again after 3 s, when the instance is idle: its 4 s are 3 s
   * of pause and 1 s of work.
   */
  @Test
  void anEarlierAttempt() throws IOException {
    Facts facts = run("5,2\n", """
          classes: [ { name: r, service: 1s } ]
          clients: { retries: { max: 1, base: 3s } }
        platform:
          use: aws-lambda
          reservedConcurrency: 1
          coldStart: { boot: 0ms }
        """);
    Anatomy slow = Anatomy.of(facts, 3_900_000_000L);
    assertEquals(1, slow.requests());
    assertParts(slow, 4000, Map.of(Part.EARLIER_ATTEMPTS, 3000.0));
  }
}
