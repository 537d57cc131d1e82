package dev.headroom.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.KeyLog.Form;
import dev.headroom.config.KeyLog.Key;
import dev.headroom.core.UserError;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A log notes what a reader asks, and only while it records. */
class KeyLogTest {
  /** Getters that read no value. */
  private static final List<String> ASIDE =
      List.of("path", "position", "error", "problem", "citation");

  private static final ConfigNode DOCUMENT =
      ConfigNode.parse("d.yaml", "size: 3\nunit: hours\nbelow: {wait: 5s}\n");

  private static void read(ConfigNode document) {
    Section root = Section.root(document);
    root.integer("size", 1, 1000);
    root.integerOrUnlimited("most", 1, 5_000, Integer.MAX_VALUE);
    root.choice("unit", TimeUnit.SECONDS);
    root.section("below").durationNs("wait", 0, 60_000_000_000L, 1_500_000_000L);
    if (root.has("extra")) {
      root.share("extra");
    }
    root.finish();
  }

  @Test
  void notesFormDefaultAndWords() {
    KeyLog log = new KeyLog();
    log.record(() -> read(DOCUMENT));
    Map<String, Key> keys = log.keys();
    assertEquals(
        List.of("below", "below.wait", "extra", "most", "size", "unit"),
        List.copyOf(keys.keySet()));
    assertEquals(
        List.of(new Form("whole number", "1 to 1,000")), keys.get("size").forms());
    assertEquals(List.of(), keys.get("size").defaults());
    assertEquals(
        List.of(new Form("whole number", "1 to 5,000, or unlimited")),
        keys.get("most").forms());
    assertEquals(List.of("unlimited"), keys.get("most").defaults());
    assertEquals(List.of("seconds"), keys.get("unit").defaults());
    assertEquals(TimeUnit.values().length, keys.get("unit").choices().size());
    assertEquals(List.of(new Form("time", "0s to 1min")), keys.get("below.wait").forms());
    assertEquals(List.of("1500ms"), keys.get("below.wait").defaults());
    assertTrue(keys.get("extra").optional() && keys.get("extra").forms().isEmpty());
    assertFalse(keys.get("size").optional(), "the getters' own look is not the reader's");
  }

  @Test
  void whatARefusedDocumentWasAskedCounts() {
    KeyLog log = new KeyLog();
    ConfigNode wrong = DOCUMENT.with("unit", "fortnights", "test");
    assertThrows(UserError.class, () -> log.record(() -> read(wrong)));
    assertEquals(List.of("most", "size", "unit"), List.copyOf(log.keys().keySet()));
    read(DOCUMENT);
    assertEquals(3, log.keys().size(), "nothing is noted once the log has ended");
  }

  /** A getter that is added to Section must tell the log too, or its keys would be missing. */
  @Test
  void everyGetterIsLogged() {
    List<String> logged = new ArrayList<>();
    for (Method method : LoggedSection.class.getDeclaredMethods()) {
      logged.add(signature(method));
    }
    List<String> missing = new ArrayList<>();
    for (Method method : Section.class.getDeclaredMethods()) {
      boolean getter = Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && method.getParameterCount() > 0
          && method.getParameterTypes()[0] == String.class
          && !ASIDE.contains(method.getName());
      if (getter && !logged.contains(signature(method))) {
        missing.add(signature(method));
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(logged.size() > 30, "only " + logged.size() + " methods");
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }
}
