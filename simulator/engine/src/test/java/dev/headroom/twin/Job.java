package dev.headroom.twin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** One attempt of a request, or what it leaves behind in an instance. */
final class Job {
  /** Where an attempt is. */
  enum Place {
    BACKOFF,
    QUEUE,
    BOUND,
    INSIDE,
    GONE
  }

  /** Who waits for a request, whichever attempt it is at. */
  static final class User {
    Job job;
    boolean done;
  }

  /** Numbers of jobs that exist; the one given back last is given out first. */
  static final class Numbers {
    private final Deque<Integer> free = new ArrayDeque<>();
    private int used;

    int take() {
      return free.isEmpty() ? used++ : free.pop();
    }

    void give(int number) {
      free.push(number);
    }
  }

  /** Among equals that end computing at one instant, the lower is first. */
  final int rank;

  long entity;
  long requestNs;
  long attemptNs;
  /** How long the attempt is to take, negative where it is drawn. */
  long durationNs;
  /** What its trace says of that. */
  long ownNs;

  int classIndex;
  int attempt;
  Revision revision;
  Place place = Place.BACKOFF;
  Box box;
  boolean clientGone;
  /** Work after the reply. */
  boolean background;
  /** Came through Knative's activator. */
  boolean proxied;
  /** Its block of service says what it computes. */
  boolean inBlock;
  /** How many came into its instance before it. */
  int came;
  /** Moves on when what was planned for it no longer counts. */
  int life;

  long cpuNs;
  boolean lastHalf;
  /** The last pause before a retry. */
  long pauseNs;

  /** Whose request it is, once somebody may lose patience. */
  User user;
  /** What let it through the clients' circuit breaker. */
  Breaker.Phase phase;

  /** Statements done. */
  int statements;
  /** Whether one is under way. */
  boolean statement;
  /** What its statement computes on the server. */
  Server.Task task;
  /** What it asks a pool for. */
  Pool.Ask ask;
  /** Its connection, and whose that is. */
  Pool.Wire wire;

  /** Messages that are worked on in the same attempt, after this one. */
  List<Job> riders = List.of();
  /** How often a message found nobody to work on it, and how often the code failed. */
  int refusals;

  int codeFailures;

  Pool pool;
  /** Whether a pooler has given it a connection to the server. */
  boolean hasServer;

  Job(int rank) {
    this.rank = rank;
  }
}
