package dev.headroom.simulation;

import dev.headroom.database.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Writes down what becomes of the clients of a {@link ServerBench}, in milliseconds. */
final class ServerLog implements ServerBench.Client {
  final List<String> lines = new ArrayList<>();
  final List<Integer> connections = new ArrayList<>();
  ServerBench bench;

  /** A server of these keys, and the log of it. */
  static ServerLog bench(String database) {
    ServerLog log = new ServerLog();
    log.bench = new ServerBench(ServerBench.options(database), log);
    return log;
  }

  @Override
  public void opened(int tag, int connection) {
    connections.add(connection);
    note(tag + " open");
  }

  @Override
  public void refused(int tag, Refusal refusal) {
    note(tag + " " + refusal);
  }

  @Override
  public void lost(int tag, int connection) {
    note(tag + " lost");
  }

  void note(String text) {
    lines.add(bench.queue.nowNs() / 1e6 + " " + text);
  }
}
