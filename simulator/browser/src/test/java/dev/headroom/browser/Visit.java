package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Somebody looks at a page: a window with nothing remembered from before. It notes every request
 * and everything that goes wrong; {@link #close} fails if a request left the page's origin or
 * anything went wrong.
 */
final class Visit implements AutoCloseable {
  static final int PATIENCE_MS = 60_000;

  final Page page;
  private final BrowserContext context;
  private final List<String> requests = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private String home;

  /** What the window is like. */
  enum Script {
    ON,
    OFF
  }

  Visit(Browser browser, int width, ColorScheme theme, Script script) {
    context = browser.newContext(new Browser.NewContextOptions()
        .setViewportSize(width, width < 500 ? 740 : 900)
        .setColorScheme(theme)
        .setJavaScriptEnabled(script == Script.ON)
        .setPermissions(List.of("clipboard-read", "clipboard-write"))
        .setAcceptDownloads(true));
    context.setDefaultTimeout(PATIENCE_MS);
    context.onRequest(request -> requests.add(request.url()));
    context.onWebError(error -> errors.add("uncaught: " + error.error()));
    context.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        errors.add(message.type() + ": " + message.text());
      }
    });
    page = context.newPage();
    page.onWebSocket(socket -> requests.add(socket.url()));
    page.onCrash(crashed -> errors.add("the page crashed"));
  }

  /** A light window of a laptop. */
  Visit(Browser browser) {
    this(browser, 1280, ColorScheme.LIGHT, Script.ON);
  }

  /** Opens an address; all that the page asks for must lie below it. */
  Visit open(String address) {
    home = address.split("#")[0];
    page.navigate(address);
    return this;
  }

  /**
   * Waits until an expression holds in the page. By asking again and again: what would wait inside
   * the page is refused by the page's own policy.
   */
  void await(String expression) {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (!holds("Boolean(" + expression + ")")) {
      assertTrue(System.nanoTime() < endNs, () -> "never: " + expression + "; errors: " + errors);
      page.waitForTimeout(20);
    }
  }

  String text(String expression) {
    return String.valueOf(page.evaluate(expression));
  }

  double number(String expression) {
    return ((Number) page.evaluate(expression)).doubleValue();
  }

  boolean holds(String expression) {
    return (Boolean) page.evaluate(expression);
  }

  /** What a click saves, through the browser's own way of saving. */
  byte[] saved(String button, String nameEnds) throws IOException {
    Download download = page.waitForDownload(() -> page.locator(button).first().click());
    assertTrue(download.suggestedFilename().endsWith(nameEnds), download.suggestedFilename());
    try (InputStream in = download.createReadStream()) {
      return in.readAllBytes();
    }
  }

  String savedText(String button, String nameEnds) throws IOException {
    return new String(saved(button, nameEnds), StandardCharsets.UTF_8);
  }

  /** What the accessibility rules of axe find; empty where all is well. */
  List<String> axe() {
    page.evaluate(Axe.SCRIPT);
    @SuppressWarnings("unchecked")
    List<String> found = (List<String>) page.evaluate("async () => {"
        + "const result = await axe.run(document, {resultTypes: ['violations']});"
        + "return result.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ')"
        + " + ': ' + n.failureSummary.replace(/\\s+/g, ' ')));}");
    return found;
  }

  /** Read once; it is half a megabyte. */
  private static final class Axe {
    static final String SCRIPT = read();

    private static String read() {
      try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException("the axe jar lacks axe.min.js", e);
      }
    }
  }

  /** Keeps what it looks like under {@code target/looks}, for people. */
  void keep(String name) {
    page.screenshot(new Page.ScreenshotOptions()
        .setPath(Path.of("target", "looks", name + ".png"))
        .setFullPage(true));
  }

  @Override
  public void close() {
    context.close();
    assertEquals(List.of(), errors);
    for (String address : requests) {
      boolean own = address.startsWith(home)
          || address.equals("about:blank")
          || address.startsWith("blob:" + home.replaceAll("(https?://[^/]+).*", "$1"))
          || home.startsWith("file:") && address.startsWith("blob:null/")
          || address.startsWith("data:");
      assertTrue(own, "asked for " + address + " from " + home);
    }
  }
}
