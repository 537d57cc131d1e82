package dev.headroom.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.measure.Say;
import dev.headroom.results.EventRow;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import java.util.Comparator;
import java.util.List;

/** A saved result as answers ask for it; what is absent is NaN or empty. */
final class View {
  final SavedResult result;
  final SeriesTable series;
  final Moments moments;
  private final List<EventRow> events;

  View(SavedResult result) {
    this.result = result;
    this.series = result.series();
    this.moments = Moments.of(result);
    // A cause may be told with its effect, after its time.
    this.events = result.events().stream()
        .sorted(Comparator.comparingDouble(EventRow::seconds))
        .toList();
  }

  /** In order of time. */
  List<EventRow> events() {
    return events;
  }

  JsonNode at(String pointer) {
    return result.run().at(pointer);
  }

  /** The number at a JSON pointer, NaN if it is missing or null. */
  double number(String pointer) {
    JsonNode node = at(pointer);
    return node.isNumber() ? node.doubleValue() : Double.NaN;
  }

  String text(String pointer) {
    JsonNode node = at(pointer);
    return node.isNull() ? "" : node.asText("");
  }

  /** The bin that a moment lies in. */
  int bin(double seconds) {
    int bin = (int) Math.floor((seconds - series.startSeconds()) / series.binSeconds() + 1e-9);
    return Math.max(0, Math.min(series.bins() - 1, bin));
  }

  /** A column's value in a bin; 0 where there is none. */
  double value(String column, int bin) {
    double value =
        series.has(column) && bin < series.bins() ? series.column(column)[bin] : Double.NaN;
    return Double.isNaN(value) ? 0 : value;
  }

  double perSecond(String column, int bin) {
    return value(column, bin) / series.binSeconds();
  }

  /** Most instances there may be; NaN where several services have limits of their own. */
  double instancesMax() {
    return at("/services").isObject() ? Double.NaN : number("/instances/limit");
  }

  /** The value that a scenario or model gave a key, empty where none did. */
  String setting(String path) {
    String nested = "";
    for (JsonNode setting : at("/settings")) {
      String key = setting.path("path").asText();
      if (key.equals(path)) {
        return setting.path("value").asText();
      }
      if (nested.isEmpty() && key.endsWith("." + path)) {
        nested = setting.path("value").asText();
      }
    }
    return nested;
  }

  /** Names the result: scenario, seed and, of many days, which is shown. */
  String name() {
    StringBuilder text = new StringBuilder(text("/scenario/name"));
    if (at("/days").isObject()) {
      text.append(", day ").append(text("/days/shown")).append(" of ").append(text("/runs"));
    }
    return text.append(", seed ").append(text("/seed")).toString();
  }

  /** An amount that is a mean over a bin: whole where it is, else three digits. */
  static String amount(double value) {
    return Math.abs(value - Math.rint(value)) < 0.005
        ? Say.count(Math.round(value))
        : Say.digits(value);
  }
}
