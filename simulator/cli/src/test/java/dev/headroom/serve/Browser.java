package dev.headroom.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A headless Chromium with one page, driven over its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final long WAIT_SECONDS = 60;

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final LinkedBlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  private final Process process;
  private final WebSocket socket;
  private int id;

  /** Starts it with an empty page; {@code folder} takes its profile. */
  Browser(String program, Path folder) throws Exception {
    process = new ProcessBuilder(
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + folder,
            "--remote-debugging-port=0",
            "about:blank")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log.txt").toFile())
        .start();
    Path file = folder.resolve("DevToolsActivePort");
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!(Files.exists(file) && Files.readString(file).contains("\n"))) {
      if (System.nanoTime() > endNs || !process.isAlive()) {
        process.destroy();
        throw new IOException("no browser: " + Files.readString(folder.resolve("log.txt")));
      }
      Thread.sleep(50);
    }
    String port = Files.readAllLines(file).get(0);
    JsonNode target = null;
    while (target == null) {
      HttpRequest list = HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + port + "/json/list"))
          .build();
      for (JsonNode one :
          mapper.readTree(http.send(list, BodyHandlers.ofString()).body())) {
        target = one.path("type").asText().equals("page") ? one : target;
      }
    }
    socket = http.newWebSocketBuilder()
        .buildAsync(URI.create(target.get("webSocketDebuggerUrl").asText()), new Listener())
        .join();
    call("Network.enable", mapper.createObjectNode());
    call("Runtime.enable", mapper.createObjectNode());
    call("Log.enable", mapper.createObjectNode());
    call("Page.enable", mapper.createObjectNode());
  }

  /** Whole messages, whatever parts they come in. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          take(mapper.readTree(text.toString()));
        } catch (IOException e) {
          errors.add("protocol: " + e.getMessage());
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void take(JsonNode message) {
    switch (message.path("method").asText()) {
      case "" -> answers.add(message);
      case "Network.requestWillBeSent" ->
        requests.add(message.at("/params/request/url").asText());
      case "Runtime.exceptionThrown" ->
        errors.add(message.at("/params/exceptionDetails").toString());
      case "Log.entryAdded" -> {
        if (message.at("/params/entry/level").asText().equals("error")) {
          errors.add(message.at("/params/entry").toString());
        }
      }
      default -> {}
    }
  }

  /** One command of the protocol and its result. */
  JsonNode call(String method, ObjectNode parameters) throws Exception {
    int mine = ++id;
    ObjectNode message = mapper.createObjectNode();
    message.put("id", mine).put("method", method).set("params", parameters);
    socket.sendText(message.toString(), true).join();
    while (true) {
      JsonNode answer = answers.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (answer == null) {
        throw new IOException("the browser does not answer " + method);
      }
      if (answer.path("id").asInt() == mine) {
        return answer.path("result");
      }
    }
  }

  /** Opens an address in a window of a size. */
  void open(String address, int width, int height, boolean dark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        mapper
            .createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    ObjectNode media = mapper.createObjectNode();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", media);
    call("Page.navigate", mapper.createObjectNode().put("url", address));
  }

  /** The value of an expression in the page. */
  JsonNode eval(String expression) throws Exception {
    JsonNode result = call(
        "Runtime.evaluate",
        mapper
            .createObjectNode()
            .put("expression", expression)
            .put("returnByValue", true)
            .put("awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /** Waits until an expression holds. */
  void await(String expression) throws Exception {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!eval("Boolean(" + expression + ")").asBoolean()) {
      if (System.nanoTime() > endNs) {
        throw new IOException("never: " + expression + "; errors " + errors);
      }
      Thread.sleep(50);
    }
  }

  /** Presses a key, named as the DOM does. */
  void press(String key, int code) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          mapper
              .createObjectNode()
              .put("type", type)
              .put("key", key)
              .put("code", key)
              .put("windowsVirtualKeyCode", code));
    }
  }

  /** Writes what the whole page looks like. */
  void screenshot(Path file) throws Exception {
    JsonNode shot = call(
        "Page.captureScreenshot",
        mapper.createObjectNode().put("format", "png").put("captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(shot.get("data").asText()));
  }

  /** Addresses that were asked for so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** What went wrong in the page so far. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
