package dev.headroom.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * Who may ask: only the page itself. Other sites open in the same browser can reach the loopback
 * address too; they do not know the path, and their requests carry their origin.
 */
final class Gate {
  /** Blob pictures are the page's own, made when a chart is saved as PNG. */
  static final String POLICY = "default-src 'self'; img-src 'self' blob:; base-uri 'none';"
      + " form-action 'none'; frame-ancestors 'none'; object-src 'none'";

  private static final int TOKEN_BYTES = 24;

  private final String token;
  private final List<String> hosts;

  Gate(int port) {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    hosts = List.of("127.0.0.1:" + port, "localhost:" + port);
  }

  /** The first part of every path, without slashes. */
  String token() {
    return token;
  }

  /** The path below the token; null, and answered already, where the request is refused. */
  String enter(HttpExchange exchange) throws java.io.IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    if (!fromHere(exchange.getRequestHeaders())) {
      Reply.text(exchange, 403, "refused: the request comes from another site");
      return null;
    }
    String path = exchange.getRequestURI().getRawPath();
    int slash = path.indexOf('/', 1);
    String given = slash < 0 ? "" : path.substring(1, slash);
    if (slash < 0 || !MessageDigest.isEqual(bytes(given), bytes(token))) {
      Reply.text(exchange, 404, "not found");
      return null;
    }
    return path.substring(slash + 1);
  }

  /** A name that resolves to the loopback address is another host; so is any other origin. */
  private boolean fromHere(Headers headers) {
    List<String> host = headers.get("Host");
    if (host == null || host.size() != 1 || !hosts.contains(host.get(0))) {
      return false;
    }
    String origin = headers.getFirst("Origin");
    String site = headers.getFirst("Sec-Fetch-Site");
    return (origin == null || origin.equals("http://" + host.get(0)))
        && (site == null || site.equals("same-origin") || site.equals("none"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
