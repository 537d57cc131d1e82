package dev.headroom.database;

import dev.headroom.core.EventQueue;
import dev.headroom.core.Lane;
import dev.headroom.database.PoolConnections.State;
import java.util.function.IntConsumer;

/**
 * Connections on their way to the waiter at the head of the line, where a newcomer may take them
 * before the waiter has woken.
 *
 * <p>Source: HikariCP 5.1.0, {@code ConcurrentBag.requite}: the entry is marked unused before it is
 * offered to the first waiter, and any running thread may take it.
 */
final class HandOvers {
  private final PoolConnections connections;
  private final Askers askers;
  private final Links links;
  private final Lane lane;
  private final IntConsumer landed;

  /**
   * Hand-overs that take so long.
   *
   * @param links the lists that connections are in
   * @param landed told a connection that nobody took on its way, which {@link #take} ends
   */
  HandOvers(
      EventQueue queue,
      long windowNs,
      PoolConnections connections,
      Askers askers,
      Links links,
      IntConsumer landed) {
    this.connections = connections;
    this.askers = askers;
    this.links = links;
    this.landed = landed;
    this.lane = new Lane(queue, windowNs, this::arrived, this::isUnderWay);
  }

  /** Sends a connection to a waiter that has just left the line. */
  void send(InstancePool pool, int connection, int attempt) {
    connections.state[connection] = State.IN_HAND;
    connections.handedTo[connection] = attempt;
    connections.handedTicket[connection] = askers.ticket(attempt);
    links.addLast(pool.inHand, connection);
    lane.start((long) ++connections.hand[connection] << 32 | connection);
  }

  /** A newcomer takes the longest under way; the robbed waiter goes to the end of the line. */
  int rob(InstancePool pool) {
    int connection = pool.inHand.head();
    int robbed = take(pool, connection);
    if (robbed != Links.NONE) {
      askers.queueUp(robbed);
    }
    return connection;
  }

  /** Takes a connection off its way; its waiter is first in line again. */
  void recall(InstancePool pool, int connection) {
    int waiter = take(pool, connection);
    if (waiter != Links.NONE) {
      askers.queueUpFirst(waiter);
    }
  }

  /** Ends a connection's way; the attempt it was for, or none where that asks no more. */
  int take(InstancePool pool, int connection) {
    links.remove(pool.inHand, connection);
    connections.hand[connection]++;
    int attempt = connections.handedTo[connection];
    return askers.asks(attempt, connections.handedTicket[connection]) ? attempt : Links.NONE;
  }

  private boolean isUnderWay(long key) {
    return connections.hand[(int) key] == (int) (key >>> 32);
  }

  private void arrived(long key) {
    landed.accept((int) key);
  }
}
