package dev.headroom.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.cli.InProcess;
import dev.headroom.cli.ServedDocuments;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the what-if server lets through, and that it answers what the command line would. */
@Timeout(120)
class WhatIfServerTest extends ServedPage {
  private static final String LONG = SCENARIO.replace("requests: 1000", "requests: 20000000");

  @Test
  void onlyWhoKnowsThePathGetsIn() throws IOException {
    assertEquals(200, get(path).status());
    String token = path.substring(1, path.length() - 1);
    assertTrue(token.length() >= 32, token);
    String wrong = (token.charAt(0) == 'A' ? 'B' : 'A') + token.substring(1);
    List<String> targets = List.of(
        "/",
        "/" + token,
        "/" + wrong + "/",
        "/" + wrong + "/api",
        "/api",
        "/stream?session=session-1");
    for (String target : targets) {
      Answer answer = get(target);
      assertEquals(404, answer.status(), target);
      assertEquals("not found\n", answer.body(), target);
    }
    try (WhatIfServer other = WhatIfServer.start(
        0, new WhatIfServer.Start("small.yaml", SCENARIO), ServedDocuments.DESCRIPTION)) {
      assertNotEquals(path, URI.create(other.address()).getPath());
    }
  }

  @Test
  void otherSitesAreRefused() throws IOException {
    int port = URI.create(server.address()).getPort();
    for (String other : List.of("evil.example:" + port, "127.0.0.1", "evil.example")) {
      assertEquals(403, ask("GET", path, "", "Host: " + other).status(), other);
    }
    assertEquals(200, ask("GET", path, "", "Host: localhost:" + port).status());
    List<String> headers = List.of(
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1:1",
        "Origin: https://" + host,
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site");
    for (String header : headers) {
      assertEquals(403, get(path, header).status(), header);
      assertEquals(403, get(path + "stream?session=session-1", header).status(), header);
    }
    assertEquals(200, get(path, "Origin: http://" + host).status());
    assertEquals(
        415,
        ask(
                "POST",
                path + "api",
                "{\"op\": \"start\"}",
                "Host: " + host,
                "Content-Type: text/plain")
            .status());
    assertEquals(
        200,
        ask(
                "POST",
                path + "api",
                "{\"op\": \"start\"}",
                "Host: " + host,
                "Content-Type: application/json")
            .status());
  }

  @Test
  void everyAnswerCarriesThePolicy() throws IOException {
    for (String target : List.of(path, path + "page.js", "/", path + "nothing", path + "api")) {
      Answer answer = get(target);
      assertTrue(answer.has("Content-Security-Policy: " + Gate.POLICY), target + answer.headers());
      assertTrue(answer.has("X-Content-Type-Options: nosniff"), target);
      assertTrue(answer.has("Referrer-Policy: no-referrer"), target);
      assertFalse(answer.headers().stream().anyMatch(h -> h.startsWith("Access-Control")), target);
    }
    assertTrue(Gate.POLICY.startsWith("default-src 'self';"));
    String page = get(path).body();
    assertFalse(page.contains("http:") || page.contains("https:") || page.contains("//"), page);
  }

  @Test
  void noPathLeadsOutOfThePage() throws IOException {
    List<String> names = List.of(
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/pom.xml",
        "opening.yaml",
        "/etc/passwd",
        "page.html",
        "page.js%00",
        "....//page.js",
        "page.js/..");
    for (String name : names) {
      assertEquals(404, get(path + name).status(), name);
    }
    assertEquals(405, ask("POST", path, "", "Host: " + host).status());
    assertEquals(405, ask("DELETE", path + "page.js", "", "Host: " + host).status());
    assertEquals(405, get(path + "api").status());
    assertEquals(400, get(path + "stream?session=../x").status());
    assertEquals("", ask("HEAD", path, "", "Host: " + host).body());
  }

  @Test
  void itListensOnTheLoopbackAddressOnly() throws IOException {
    for (InetAddress address :
        InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
      if (!address.isLoopbackAddress()) {
        try (Socket socket = new Socket(address, URI.create(server.address()).getPort())) {
          throw new AssertionError("reached it at " + socket.getRemoteSocketAddress());
        } catch (IOException e) {
          assertTrue(e.getMessage() != null);
        }
      }
    }
    assertTrue(server.address().startsWith("http://127.0.0.1:"));
  }

  @Test
  void filesOfOthersStayUnread() throws IOException {
    String secret = SCENARIO.replace(
        "generate: { shape: constant, rate: 50/s, requests: 1000 }",
        "trace: { file: /etc/passwd }");
    JsonNode answer = post(asked("run", "a").put("yaml", secret));
    assertTrue(
        answer.path("error").asText().contains("reads only the files of the scenario"),
        answer.toString());
    String empirical = SCENARIO.replace("wait: 200ms", "wait: { dist: empirical, file: hosts }");
    answer = post(asked("run", "a").put("yaml", empirical).put("file", "/etc/x.yaml"));
    assertTrue(answer.path("error").asText().contains("/etc/x.yaml:7"), answer.toString());
    assertTrue(answer.path("error").asText().contains("reads only"), answer.toString());
  }

  @Test
  void mistakesAreToldInOneLine() throws IOException {
    ObjectNode wrong = asked("run", "a");
    wrong.putObject("sets").put("platform.scale.mix", "3");
    String error = post(wrong).path("error").asText();
    assertTrue(error.contains("did you mean") && !error.contains("\n"), error);
    assertTrue(post(asked("dance", "a")).path("error").asText().contains("allowed: start"));
    assertEquals(
        400,
        ask("POST", path + "api", "{", "Host: " + host, "Content-Type: application/json")
            .status());
    assertTrue(post(asked("move", "a")).path("error").asText().startsWith("session: unknown"));
  }

  /** What is on screen is what its command line prints for its YAML, to the byte. */
  @Test
  void answersAreThoseOfTheCommandLine() throws Exception {
    List<ObjectNode> questions = new ArrayList<>();
    questions.add(asked("run", "a"));
    ObjectNode changed = asked("run", "b").put("traffic", 2);
    changed
        .putObject("sets")
        .put("platform.scale.min", "3")
        .put("database.pool.size", "2")
        .put("run.seed", "7")
        .put("slo", "[{expr: \"p99(latency) < 500ms\"}]");
    questions.add(changed);
    questions.add(changed.deepCopy().put("runs", 5));
    ObjectNode elsewhere = asked("run", "b").put("fixes", true);
    elsewhere.putObject("sets").put("platform.use", "aws-lambda");
    questions.add(elsewhere);
    for (ObjectNode question : questions) {
      try (Events stream = new Events("session-1")) {
        JsonNode shown = post(question.deepCopy().put("op", "move"));
        assertFalse(shown.has("error"), shown.toString());
        stream.event("done");
        Files.writeString(Path.of(shown.get("file").asText()), shown.get("yaml").asText());
        String[] words = shown.get("command").asText().split(" ");
        assertEquals("headroom", words[0]);
        InProcess.Outcome printed = InProcess.run(Arrays.copyOfRange(words, 1, words.length));
        Answer served = ask(
            "POST",
            path + "api",
            question.toString(),
            "Host: " + host,
            "Content-Type: application/json");
        assertEquals(printed.out(), served.body(), shown.get("command").asText());
        assertEquals(
            shown.get("yaml").asText(),
            mapper.readTree(served.body()).get("scenarioText").asText());
      }
    }
  }

  /** A dropped trace stays in memory, and its YAML prints the same once the file lies there. */
  @Test
  void aDroppedTraceTakesThePlaceOfTheTraffic() throws Exception {
    String rows = "timestamp,count\n0,100\n1,300\n";
    String[] headers = {"Host: " + host, "Content-Type: application/octet-stream"};
    Answer taken = ask("POST", path + "trace/dropped.csv", rows, headers);
    assertEquals("{\"file\":\"dropped.csv\"}", taken.body());
    assertFalse(Files.exists(folder.resolve("dropped.csv")));
    ObjectNode question = asked("run", "b");
    question.putObject("sets").put("workload.trace.file", "dropped.csv");
    Answer served = ask(
        "POST",
        path + "api",
        question.toString(),
        "Host: " + host,
        "Content-Type: application/json");
    JsonNode run = mapper.readTree(served.body());
    assertEquals(400, run.at("/requests/offered").asInt(), served.body());
    Files.writeString(folder.resolve("dropped.csv"), rows);
    Path yaml = folder.resolve("small-b.yaml");
    Files.writeString(yaml, run.get("scenarioText").asText());
    assertEquals(
        InProcess.run("run", "-f", yaml.toString(), "--no-fixes", "--json").out(), served.body());
    for (String name : List.of("small.yaml", "..%2fx", "../x", "", ".hidden")) {
      Answer refused = ask("POST", path + "trace/" + name, rows, headers);
      assertTrue(refused.status() != 200 || refused.body().contains("error"), name);
    }
    assertTrue(ask("POST", path + "trace/a.csv", rows, "Host: " + host).body().contains("error"));
  }

  @Test
  void picturesComeOverTheStream() throws Exception {
    try (Events stream = new Events("session-1")) {
      JsonNode reply = post(asked("move", "a"));
      assertEquals("small", reply.get("name").asText());
      JsonNode picture = stream.event("full");
      assertEquals(1000, picture.at("/numbers/offered").asInt());
      assertEquals(1, picture.get("times").asInt());
      assertEquals(
          picture.at("/series/offered").size(), picture.at("/series/ready").size());
      stream.event("done");
      post(asked("move", "a").put("strips", true).put("move", 2));
      JsonNode strip = stream.event("strip");
      assertEquals("traffic", strip.get("path").asText());
      assertTrue(strip.at("/points/0/holds").asText().matches("yes|no"), strip.toString());
      assertEquals(2, strip.get("move").asInt());
    }
  }

  /** A run that would take minutes ends when its side moves on, and when its page goes away. */
  @Test
  void staleWorkIsEnded() throws Exception {
    try (Events stream = new Events("session-1")) {
      post(asked("move", "b").put("yaml", LONG));
      awaitRunning(true);
      post(asked("move", "b").put("move", 2));
      JsonNode picture = stream.event("full");
      assertEquals(2, picture.get("move").asInt());
      stream.event("done");
      awaitRunning(false);
      post(asked("move", "b").put("yaml", LONG).put("move", 3));
      awaitRunning(true);
    }
    server.close();
    awaitRunning(false);
  }

  private static void awaitRunning(boolean wanted) throws InterruptedException {
    long endNs = System.nanoTime() + 60_000_000_000L;
    while (running() != wanted) {
      assertTrue(System.nanoTime() < endNs, wanted ? "never began" : "never ended");
      Thread.sleep(20);
    }
  }

  private static boolean running() {
    return Thread.getAllStackTraces().values().stream().anyMatch(stack -> Arrays.stream(stack)
        .anyMatch(frame -> frame.getClassName().equals("dev.headroom.simulation.Simulation")));
  }

  @Test
  void hostileNamesStayText() throws Exception {
    try (Events stream = new Events("session-1")) {
      String hostile = "a\\r\\nevent: full\\ndata: {}<img src=x onerror=alert(1)>\\u2028'";
      JsonNode reply = post(asked("move", "a")
          .put("yaml", SCENARIO.replace("name: small", "name: \"" + hostile + "\"")));
      assertTrue(reply.get("name").asText().contains("<img"), reply.toString());
      assertEquals(1000, stream.event("full").at("/numbers/offered").asInt());
      ObjectNode changed = asked("move", "a")
          .put("move", 2)
          .put("yaml", SCENARIO.replace("name: small", "name: \"" + hostile + "\""));
      changed.putObject("sets").put("platform.scale.min", "1");
      assertEquals(reply.get("name"), post(changed).get("name"));
    }
    assertEquals("'a'\\''; rm -rf x'", Answers.quoted("a'; rm -rf x"));
    assertEquals("'-f'", Answers.quoted("-f"));
    JsonNode refused = post(asked("run", "a").put("file", "a\nb.yaml"));
    assertTrue(refused.path("error").asText().startsWith("file:"), refused.toString());
  }
}
