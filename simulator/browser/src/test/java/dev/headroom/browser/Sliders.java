package dev.headroom.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;

/** The what-if page in a window, and what somebody does to it. */
final class Sliders implements AutoCloseable {
  /** Both sides are on screen, as they are. */
  static final String DRAWN = "(d => d.a && d.a === d.askedA && d.b && d.b === d.askedB"
      + " && !/before this change|rough/.test(document.querySelector('#verdicts').textContent))"
      + "(document.querySelector('#charts').dataset)";

  /** Every strip is there; the last one's slider is the last of the page. */
  static final String SWEPT =
      "(strips => strips.length > 5 && strips[strips.length - 1].children.length)"
          + "(document.querySelectorAll('.strip'))";

  final Visit visit;

  Sliders(Browser browser, String address) {
    this(browser, address, 1280, ColorScheme.LIGHT);
  }

  Sliders(Browser browser, String address, int width, ColorScheme theme) {
    visit = new Visit(browser, width, theme, Visit.Script.ON);
    visit.open(address);
    visit.await(DRAWN);
  }

  private static String slider(String path) {
    return "document.getElementById('c-" + path + "').closest('.control')"
        + ".querySelector('[type=range]')";
  }

  /** Moves a slider to a place of its travel, 0 to 1,000, as dragging does. */
  void slide(String path, int place) {
    visit.page.evaluate("(() => { const s = " + slider(path) + "; s.value = " + place
        + "; s.dispatchEvent(new Event('input')); })()");
  }

  /** Types into the box beside a slider, or into any other field. */
  void type(String id, String text) {
    Locator box = box(id);
    box.fill(text);
    box.press("Tab");
  }

  /** Chooses from a list. */
  void choose(String id, String value) {
    box(id).selectOption(value);
  }

  Locator box(String id) {
    return visit.page.locator("[id=\"" + id + "\"]");
  }

  void press(String id) {
    visit.page.locator("#" + id).click();
  }

  /** The scenario on screen once it says this. */
  String yamlWith(String text) {
    visit.await("document.getElementById('yaml').value.includes(" + quoted(text) + ")");
    visit.await(DRAWN);
    return yaml();
  }

  String yaml() {
    return visit.text("document.getElementById('yaml').value");
  }

  String command() {
    return visit.text("document.getElementById('command').value");
  }

  String verdicts() {
    return visit.text("document.getElementById('verdicts').innerText");
  }

  /** One verdict, of side {@code A} or {@code B}. */
  String verdict(String side) {
    return visit.text("[...document.querySelectorAll('.verdict')].map(v => v.innerText)"
        + ".find(t => t.startsWith('" + side + ":'))");
  }

  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }

  /** Names of what can be turned, in the order of the page. */
  List<?> labels() {
    return (List<?>) visit.page.evaluate(
        "[...document.querySelectorAll('#controls label')]" + ".map(l => l.textContent)");
  }

  @Override
  public void close() {
    visit.close();
  }
}
