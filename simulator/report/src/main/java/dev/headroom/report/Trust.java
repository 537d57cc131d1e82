package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How far the page may be believed: runs, method, calibration, limits, the date of the prices. */
final class Trust {
  private final ResultView view;
  private final Html html;

  Trust(ResultView view, Html html) {
    this.view = view;
    this.html = html;
  }

  void write() {
    if (view.text("runs").isEmpty()) {
      return;
    }
    html.raw("<section id=\"trust\">").element("h2", "", "Trust").open("dl", "trust");
    fact("Runs", runs());
    fact(
        "Randomness",
        "Seed " + view.text("seed") + ". The same scenario, seed and version give "
            + "the same figures to the last digit; the fingerprint under Reproduce says whether "
            + "they "
            + "did.");
    Calibration.write(html, List.of(view));
    assumptions();
    fact(
        "Series",
        "Means over bins of " + Numbers.seconds(view.number("time.binSeconds"))
            + "; what is shorter than a bin is levelled out. Percentiles of latency are those "
            + "of the "
            + "requests completed in each bin.");
    if (!view.text("cost.priceBook").isEmpty()) {
      fact(
          "Prices",
          "List prices of the book " + view.text("cost.priceBook")
              + "; discounts and taxes are not in it.");
    }
    if (view.number("trace.damagedLines") > 0) {
      fact(
          "Trace",
          Numbers.count(view.number("trace.damagedLines")) + " damaged lines were left out.");
    }
    html.close("dl").close("section");
  }

  private String runs() {
    double runs = view.number("runs");
    if (!(runs > 1)) {
      return "One simulated run: there is no interval, and another seed gives other figures. Each "
          + "objective is judged for this run alone; --runs simulates more.";
    }
    return Numbers.count(runs) + " runs with different draws. A percentile is taken in each run; "
        + "intervals are 95 % over runs, and an objective passes when the share of runs that "
        + "violate it is, with its interval, below the risk stated.";
  }

  private void assumptions() {
    int all = view.at("assumptions").size();
    int tried = 0;
    int flips = 0;
    for (JsonNode assumption : view.at("assumptions")) {
      tried += assumption.path("tried").asBoolean(false) ? 1 : 0;
      flips += assumption.path("flipsAt").isTextual() ? 1 : 0;
    }
    if (all > 0) {
      fact(
          "Limits of the models",
          all + (all == 1 ? " setting is" : " settings are")
              + " assumed, not published or measured; " + tried + (tried == 1 ? " was" : " were")
              + " tried at other values, and " + flips + (flips == 1 ? " changes" : " change")
              + " the verdict. All are listed under Assumptions.");
    }
  }

  private void fact(String name, String text) {
    html.open("div", "").element("dt", "", name).element("dd", "", text).close("div");
  }
}
