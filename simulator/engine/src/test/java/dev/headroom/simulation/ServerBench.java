package dev.headroom.simulation;

import dev.headroom.core.EventQueue;
import dev.headroom.database.ConnectionOwner;
import dev.headroom.database.DatabaseListener;
import dev.headroom.database.DatabaseServer;
import dev.headroom.database.DeafListener;
import dev.headroom.database.Exhaustion;
import dev.headroom.database.Refusal;
import dev.headroom.database.ServerOptions;

/** Clients that connect to a database server and nothing else, for tests of the server alone. */
final class ServerBench extends DeafListener implements ConnectionOwner {
  final EventQueue queue = new EventQueue(0);
  final DatabaseServer server;
  private final Client client;
  private final int onConnect;
  private Refusal last;

  /** Hears what became of the attempts to connect. */
  interface Client {
    /** The connection asked for with {@code tag} is up. */
    void opened(int tag, int connection);

    /** It was refused. */
    void refused(int tag, Refusal refusal);

    /** The server ended it. */
    default void lost(int tag, int connection) {}
  }

  ServerBench(ServerOptions options, Client client) {
    this.server = new DatabaseServer(queue, options, new Exhaustion(() -> ""));
    this.client = client;
    this.onConnect = queue.register(tag -> server.open(this, (int) tag));
  }

  /** The server of a scenario with the keys of {@code database} given as flow YAML. */
  static ServerOptions options(String database) {
    return Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: test }
            workload:
              generate: { shape: constant, rate: 1/s, duration: 1s }
              classes: [ { name: request, service: 1ms } ]
            platform: { use: generic }
            database: { pool: { library: none }, %s }
            """.formatted(database)).server();
  }

  /** Connects at a time; the client hears the tag. */
  void connectAt(long atNs, int tag) {
    queue.schedule(atNs, onConnect, tag);
  }

  /** Does something at a time. */
  void at(long atNs, Runnable action) {
    queue.schedule(atNs, queue.register(unused -> action.run()), 0);
  }

  /** Runs until nothing is left to do. */
  void run() {
    while (queue.runNext()) {
      // The events do the work.
    }
  }

  @Override
  public void opened(int connection, int tag) {
    client.opened(tag, connection);
  }

  @Override
  public void refused(int connection, int tag) {
    client.refused(tag, last);
  }

  @Override
  public void lost(int connection, int tag) {
    client.lost(tag, connection);
    server.close(connection);
  }

  @Override
  public DatabaseListener listener() {
    return this;
  }

  @Override
  public void refused(Refusal refusal) {
    last = refusal;
  }
}
