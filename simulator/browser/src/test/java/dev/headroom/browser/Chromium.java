package dev.headroom.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One browser for all tests of this JVM, given to whoever asks for a {@link Browser}, and one
 * {@link Shared}. Where the machine has no browser the tests are skipped and say so.
 */
final class Chromium implements ExecutionCondition, ParameterResolver {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private record Running(Playwright driver, Browser browser) implements AutoCloseable {
    @Override
    public void close() {
      browser.close();
      driver.close();
    }
  }

  /** The program: of {@code HEADROOM_BROWSER}, else the first one found on the path. */
  static Optional<Path> find() {
    String named = System.getenv("HEADROOM_BROWSER");
    return named != null
        ? Optional.of(Path.of(named))
        : Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return find().isPresent()
        ? ConditionEvaluationResult.enabled("a browser is there")
        : ConditionEvaluationResult.disabled(
            "no Chromium on the path, and HEADROOM_BROWSER names none");
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Browser.class || type == Shared.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext.Store kept =
        context.getRoot().getStore(ExtensionContext.Namespace.create(Chromium.class));
    return parameter.getParameter().getType() == Shared.class
        ? kept.computeIfAbsent(Shared.class, type -> new Shared(), Shared.class)
        : kept.computeIfAbsent(Running.class, type -> start(), Running.class).browser();
  }

  private static Running start() {
    Playwright driver = Playwright.create();
    // Whatever a page might name, no address but this machine's own is ever looked up.
    Browser browser = driver
        .chromium()
        .launch(new BrowserType.LaunchOptions()
            .setExecutablePath(find().orElseThrow())
            .setArgs(List.of(
                "--no-sandbox",
                "--enable-precise-memory-info",
                "--js-flags=--expose-gc",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")));
    return new Running(driver, browser);
  }
}
