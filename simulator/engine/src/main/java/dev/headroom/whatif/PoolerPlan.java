package dev.headroom.whatif;

/**
 * A pooler or proxy between the instances and the server.
 *
 * @param kind a name of {@code models/databases/poolers.yaml}
 * @param pooling whether connections of clients share those to the server (transaction mode);
 *     otherwise each client's takes one
 * @param serverPool most connections to the server
 * @param clientLimit most connections of clients, {@code Integer.MAX_VALUE} for no limit
 * @param note what the model says that one must know, or null
 */
public record PoolerPlan(
    String kind, boolean pooling, int serverPool, int clientLimit, String note) {

  /** Connections to the server when clients hold this many. */
  long serverConnections(long clients) {
    return pooling ? Math.min(clients, serverPool) : clients;
  }
}
