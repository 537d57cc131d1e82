package dev.headroom.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.cli.ServedDocuments;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A page served for one test, asked as a browser would ask it and as one never would. */
abstract class ServedPage {
  static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: small, description: "<script>alert(1)</script>" }
      workload:
        generate: { shape: constant, rate: 50/s, requests: 1000 }
        classes:
          - { name: page, service: { cpu: 10ms, wait: 200ms }, queries: { count: 1, each: 100ms } }
      platform: { use: cloud-run, concurrency: { max: 1 }, scale: { max: 40 } }
      database: { engine: postgres, maxConnections: 10, pool: { library: node-postgres } }
      slo:
        - { name: errors, expr: "rate(errors) < 1%" }
      """;

  @TempDir
  Path folder;

  final ObjectMapper mapper = new ObjectMapper();
  Path file;
  WhatIfServer server;
  String host;
  String path;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("small.yaml");
    Files.writeString(file, SCENARIO);
    server = WhatIfServer.start(
        0, new WhatIfServer.Start(file.toString(), SCENARIO), ServedDocuments.DESCRIPTION);
    host = URI.create(server.address()).getAuthority();
    path = URI.create(server.address()).getPath();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  record Answer(int status, List<String> headers, String body) {
    boolean has(String header) {
      return headers.stream().anyMatch(header::equalsIgnoreCase);
    }
  }

  /** By hand: clients of the JDK choose Host and Origin themselves. */
  Answer ask(String method, String target, String body, String... headers) throws IOException {
    try (Socket socket = connect()) {
      StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
      for (String header : headers) {
        text.append(header).append("\r\n");
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      text.append("Connection: close\r\nContent-Length: ").append(bytes.length).append("\r\n\r\n");
      OutputStream out = socket.getOutputStream();
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      out.flush();
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int end = all.indexOf("\r\n\r\n");
      List<String> head = all.substring(0, end).lines().toList();
      return new Answer(Integer.parseInt(head.get(0).split(" ")[1]), head, all.substring(end + 4));
    }
  }

  Socket connect() throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    return new Socket(loopback, URI.create(server.address()).getPort());
  }

  Answer get(String target, String... more) throws IOException {
    return ask(
        "GET",
        target,
        "",
        Stream.concat(Stream.of("Host: " + host), Stream.of(more)).toArray(String[]::new));
  }

  JsonNode post(ObjectNode body) throws IOException {
    Answer answer = ask(
        "POST",
        path + "api",
        body.toString(),
        "Host: " + host,
        "Origin: http://" + host,
        "Content-Type: application/json");
    assertEquals(200, answer.status(), answer.body());
    return mapper.readTree(answer.body());
  }

  ObjectNode asked(String op, String side) {
    return mapper
        .createObjectNode()
        .put("op", op)
        .put("side", side)
        .put("move", 1)
        .put("session", "session-1")
        .put("file", file.toString())
        .put("yaml", SCENARIO);
  }

  /** Events of a page, as they come. */
  final class Events implements AutoCloseable {
    final BufferedReader in;

    Events(String session) throws IOException, InterruptedException {
      HttpRequest request = HttpRequest.newBuilder(
              URI.create(server.address() + "stream?session=" + session))
          .build();
      HttpResponse<InputStream> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
      assertEquals(200, answer.statusCode());
      in = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
      until(": open");
    }

    String until(String start) throws IOException {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith(start)) {
          return line;
        }
      }
      throw new IOException("the stream ended before " + start);
    }

    JsonNode event(String kind) throws IOException {
      until("event: " + kind);
      return mapper.readTree(in.readLine().substring("data: ".length()));
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
