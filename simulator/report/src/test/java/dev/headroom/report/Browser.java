package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with a profile of its own, told what to do by its debugging protocol. */
final class Browser implements AutoCloseable {
  private static final long PATIENCE_S = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
  private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
  /** Errors of the page, in words. */
  final List<String> errors = new CopyOnWriteArrayList<>();
  /** Addresses that the page asked for. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private Browser(Process process, String address) throws Exception {
    this.process = process;
    this.socket = HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create(address), new Listener())
        .get(PATIENCE_S, TimeUnit.SECONDS);
    for (String domain : List.of("Runtime", "Log", "Network", "Page")) {
      send(domain + ".enable", "{}");
    }
  }

  /** The browser on the path, or the one that HEADROOM_BROWSER names. */
  static Optional<Path> find() {
    String named = System.getenv("HEADROOM_BROWSER");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
            .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path program, Path profile) throws Exception {
    Process process = new ProcessBuilder(
            program.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0",
            "about:blank")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      Path told = profile.resolve("DevToolsActivePort");
      for (int i = 0; i < PATIENCE_S * 10 && !(Files.exists(told) && Files.size(told) > 0); i++) {
        Thread.sleep(100);
      }
      String port = Files.readAllLines(told).get(0);
      HttpResponse<String> list = HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      for (JsonNode target : JSON.readTree(list.body())) {
        if (target.path("type").asText().equals("page")) {
          return new Browser(process, target.path("webSocketDebuggerUrl").asText());
        }
      }
      throw new IllegalStateException("no page: " + list.body());
    } catch (Exception e) {
      process.destroy();
      throw e;
    }
  }

  /** Sends a command and waits for its answer. */
  JsonNode send(String method, String parameters) throws Exception {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    open.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.readTree(parameters));
    socket.sendText(message.toString(), true).get(PATIENCE_S, TimeUnit.SECONDS);
    JsonNode result = answer.get(PATIENCE_S, TimeUnit.SECONDS);
    if (result.has("error")) {
      throw new IllegalStateException(method + ": " + result.path("error"));
    }
    return result.path("result");
  }

  /** Opens a page from nothing and waits until it is loaded. */
  void open(String address) throws Exception {
    for (String next : List.of("about:blank", address)) {
      loaded = new CompletableFuture<>();
      send("Page.navigate", JSON.createObjectNode().put("url", next).toString());
      loaded.get(PATIENCE_S, TimeUnit.SECONDS);
    }
  }

  /** The value of an expression, a promise's when it is kept. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result = send(
        "Runtime.evaluate",
        JSON.createObjectNode()
            .put("expression", expression)
            .put("awaitPromise", true)
            .put("returnByValue", true)
            .toString());
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  void mouse(String type, double x, double y) throws Exception {
    send(
        "Input.dispatchMouseEvent",
        JSON.createObjectNode()
            .put("type", type)
            .put("x", x)
            .put("y", y)
            .put("button", "left")
            .put("clickCount", 1)
            .put("buttons", type.equals("mouseReleased") ? 0 : 1)
            .toString());
  }

  void key(String key) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      ObjectNode event = JSON.createObjectNode().put("type", type).put("key", key);
      if (key.length() == 1 && type.equals("keyDown")) {
        event.put("text", key);
      }
      send("Input.dispatchKeyEvent", event.toString());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      send("Browser.close", "{}");
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      // It is ended below, whether or not it still answered.
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
      text.append(part);
      if (end) {
        String message = text.toString();
        text.setLength(0);
        try {
          take(JSON.readTree(message));
        } catch (IOException e) {
          errors.add(message);
        }
      }
      from.request(1);
      return null;
    }

    private void take(JsonNode message) {
      JsonNode parameters = message.path("params");
      switch (message.path("method").asText()) {
        case "Runtime.exceptionThrown" -> errors.add(parameters.toString());
        case "Runtime.consoleAPICalled" -> errors.add(parameters.toString());
        case "Log.entryAdded" -> errors.add(parameters.toString());
        case "Network.requestWillBeSent" ->
          requests.add(parameters.path("request").path("url").asText());
        case "Page.loadEventFired" -> loaded.complete(message);
        default -> {
          CompletableFuture<JsonNode> waiting = open.remove(message.path("id").asInt());
          if (waiting != null) {
            waiting.complete(message);
          }
        }
      }
    }
  }
}
