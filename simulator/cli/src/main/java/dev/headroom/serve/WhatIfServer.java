package dev.headroom.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headroom.config.ConfigNode;
import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the what-if page on the loopback address, below a path that nobody can guess. Nothing is
 * written to disk.
 *
 * <p>{@code GET /TOKEN/} is the page; {@code POST /TOKEN/api} takes a move and gives back what it
 * means, or takes {@code "op": "run"} and gives the result document; {@code POST /TOKEN/trace/NAME}
 * takes a trace; {@code GET /TOKEN/stream} is the page's stream of pictures.
 */
public final class WhatIfServer implements AutoCloseable {
  private static final int BODY_BYTES_MAX = 8 << 20;
  private static final int SESSIONS_MAX = 32;
  private static final String LOOPBACK = "127.0.0.1";

  private static final byte[] LOOPBACK_IP = {127, 0, 0, 1};

  /** Everything that is served, by path; nothing else is ever opened. */
  private static final Map<String, String> PAGES = Map.of(
      "", "text/html; charset=utf-8",
      "page.css", "text/css; charset=utf-8",
      "page.js", "text/javascript; charset=utf-8",
      "figures.js", "text/javascript; charset=utf-8",
      "sweeps.js", "text/javascript; charset=utf-8",
      "words.js", "text/javascript; charset=utf-8",
      "controls.js", "text/javascript; charset=utf-8",
      "charts.js", "text/javascript; charset=utf-8",
      "state.js", "text/javascript; charset=utf-8",
      "icon.svg", "image/svg+xml");

  private final HttpServer server;
  private final Gate gate;
  private final Start start;
  private final Answers answers;
  private final Board board;
  private final DroppedTraces dropped;
  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final ExecutorService workers = Executors.newCachedThreadPool(WhatIfServer::daemon);
  private final ExecutorService handlers = Executors.newCachedThreadPool(WhatIfServer::daemon);

  /**
   * What the page opens with.
   *
   * @param file the scenario's file as the user named it
   * @param text its text
   */
  public record Start(String file, String text) {}

  private WhatIfServer(HttpServer server, Start start, Description description) {
    this.server = server;
    this.start = start;
    this.gate = new Gate(server.getAddress().getPort());
    this.answers = new Answers(description);
    TraceFiles files = new TraceFiles();
    this.dropped =
        new DroppedTraces(files, Path.of(start.file()).toAbsolutePath().getParent());
    files.allow(ConfigNode.parse(start.file(), start.text()));
    this.board = new Board(files);
  }

  /**
   * Starts one.
   *
   * @param port 0 for any that is free
   * @param describe adds what only the command line knows to a document
   * @throws UserError if the scenario is invalid or the port cannot be had
   */
  public static WhatIfServer start(int port, Start start, Description describe) {
    HttpServer http;
    try {
      InetAddress here = InetAddress.getByAddress(LOOPBACK_IP);
      http = HttpServer.create(new InetSocketAddress(here, port), 0);
    } catch (IOException e) {
      throw UserError.output("--port: " + port + "; cannot be had: " + IoReason.of(e)
          + "; allowed: a free port, 0 picks one");
    }
    WhatIfServer server = new WhatIfServer(http, start, describe);
    http.createContext("/", server::handle);
    http.setExecutor(server.handlers);
    http.start();
    return server;
  }

  /** Where the page is. */
  public String address() {
    return "http://" + LOOPBACK + ":" + server.getAddress().getPort() + "/" + gate.token() + "/";
  }

  /** Ends it, and all work. */
  @Override
  public void close() {
    server.stop(0);
    sessions.values().forEach(Session::close);
    dropped.forget();
    workers.shutdownNow();
    handlers.shutdownNow();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "headroom-serve");
    thread.setDaemon(true);
    return thread;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      String path = gate.enter(exchange);
      if (path != null) {
        route(exchange, path);
      }
    } catch (UserError e) {
      Reply.json(
          exchange, mapper.createObjectNode().put("error", e.getMessage()).toString());
    } catch (RuntimeException | OutOfMemoryError e) {
      Reply.text(exchange, 500, "internal error: " + e);
    } finally {
      exchange.close();
    }
  }

  private void route(HttpExchange exchange, String path) throws IOException {
    String method = exchange.getRequestMethod();
    boolean post = path.equals("api") || path.startsWith("trace/");
    if (!post && !path.equals("stream") && !PAGES.containsKey(path)) {
      Reply.text(exchange, 404, "not found");
    } else if (post ? !method.equals("POST") : !method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", post ? "POST" : "GET, HEAD");
      Reply.text(exchange, 405, "method not allowed");
    } else if (path.startsWith("trace/")) {
      Reply.json(
          exchange, dropped.take(exchange, path.substring("trace/".length())).toString());
    } else if (post) {
      api(exchange);
    } else if (path.equals("stream")) {
      stream(exchange);
    } else {
      page(exchange, path);
    }
  }

  private static void page(HttpExchange exchange, String path) throws IOException {
    String name = path.isEmpty() ? "page.html" : path;
    try (InputStream in = WhatIfServer.class.getResourceAsStream("/serve/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks serve/" + name);
      }
      Reply.send(exchange, 200, PAGES.get(path), in.readAllBytes());
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    String id = sessionId(exchange.getRequestURI().getRawQuery());
    if (id == null || sessions.size() >= SESSIONS_MAX && !sessions.containsKey(id)) {
      Reply.text(exchange, id == null ? 400 : 503, id == null ? "no session" : "too many pages");
      return;
    }
    Session session = new Session(board, answers, workers);
    Session old = sessions.put(id, session);
    if (old != null) {
      old.close();
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      session.stream(out);
    } finally {
      sessions.remove(id, session);
    }
  }

  private static String sessionId(String query) {
    return query != null && query.matches("session=[A-Za-z0-9-]{8,64}")
        ? query.substring("session=".length())
        : null;
  }

  private void api(HttpExchange exchange) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    // A form of another site cannot send this type without being asked about it first.
    if (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
      Reply.text(exchange, 415, "needs Content-Type: application/json");
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      Reply.text(exchange, 413, "too large; allowed: 8 MiB");
      return;
    }
    JsonNode asked;
    try {
      asked = mapper.readTree(body);
    } catch (JsonProcessingException e) {
      Reply.text(exchange, 400, "not valid JSON");
      return;
    }
    switch (asked.path("op").asText()) {
      case "start" ->
        Reply.json(
            exchange,
            mapper
                .createObjectNode()
                .put("file", start.file())
                .put("yaml", start.text())
                .toString());
      case "move" -> move(exchange, Question.of(asked), asked.path("session").asText());
      case "run" -> run(exchange, Question.of(asked));
      default ->
        throw UserError.invalid("op: " + asked.path("op").asText() + "; allowed: start, move, run");
    }
  }

  private void move(HttpExchange exchange, Question question, String id) throws IOException {
    Session session = sessions.get(id);
    if (session == null) {
      throw UserError.invalid("session: unknown; open the stream first");
    }
    session.stop(question.side());
    Board.Position position = board.set(question);
    session.begin(question, position);
    ObjectNode reply = mapper.createObjectNode();
    reply.put("move", question.move()).put("side", question.side());
    reply.put("name", position.scenario().name()).put("file", position.file());
    reply.put("yaml", position.text());
    reply.put("command", Answers.command(position, question.runs(), question.fixes()));
    reply.put("seed", Long.toString(position.scenario().seed()));
    position.notes().forEach(reply.putArray("notes")::add);
    ArrayNode objectives = reply.putArray("objectives");
    position.scenario().objectives().forEach(o -> objectives.add(o.expression()));
    Controls.services(position.tree()).forEach(reply.putArray("services")::add);
    reply.set("controls", new Controls(position, question.service()).document());
    Reply.json(exchange, reply.toString());
  }

  private void run(HttpExchange exchange, Question question) throws IOException {
    try {
      Reply.json(
          exchange,
          answers
              .of(board.set(question), question.runs(), question.fixes(), done -> {}, day -> {})
              .runText());
    } catch (CancellationException e) {
      Reply.text(exchange, 503, "ended");
    }
  }
}
