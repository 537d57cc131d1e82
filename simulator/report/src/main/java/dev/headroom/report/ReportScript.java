package dev.headroom.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The script of the page, and the policy that lets a browser run this one and load nothing.
 *
 * <p>It is our own: it draws what a panel shows as SVG text, so that the screen, the SVG and the
 * PNG that are saved are the same picture. A library that paints on a canvas has no SVG to give.
 */
final class ReportScript {
  private ReportScript() {}

  /** One strict function around both files, so that nothing becomes global. */
  static String text() {
    return "(function () {\n\"use strict\";\n" + resource("panels-draw.js")
        + resource("panels-view.js") + "})();\n";
  }

  /** Value of a content security policy: no request at all, and only {@link #text} as a script. */
  static String policy() {
    return "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; script-src 'sha256-"
        + hash(text()) + "'; base-uri 'none'; form-action 'none'";
  }

  /** A text file beside this class. */
  static String resource(String name) {
    try (InputStream in = ReportScript.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " is not in the jar", e);
    }
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
