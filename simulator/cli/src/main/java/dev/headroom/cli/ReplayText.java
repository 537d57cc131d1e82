package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A replay as a person reads it in a terminal. */
final class ReplayText {
  private static final int IGNORED_SHOWN = 8;
  private static final int LABEL_WIDEST = 70;

  private ReplayText() {}

  static void print(PrintWriter out, JsonNode answer) {
    answer.at("/verdict/sentences").forEach(sentence -> Summary.wrap(out, sentence.asText()));
    if (!answer.at("/whatIf/variants").isEmpty()) {
      whatIfs(out, answer.at("/whatIf/variants"), answer.at("/fit/sets").asInt());
    }
    errors(out, answer);
    parameters(out, answer.at("/fit/parameters"));
    file(out, answer.get("observed"));
  }

  private static void whatIfs(PrintWriter out, JsonNode rows, int sets) {
    int width = 36;
    for (JsonNode row : rows) {
      width = Math.max(width, Math.min(LABEL_WIDEST, row.get("label").asText().length()));
    }
    String labelled = "  %-" + width + "s ";
    out.printf(
        Locale.ROOT,
        "%n" + labelled + "%15s %19s %15s %15s  %s%n",
        "median (lowest to highest)",
        "failed",
        "p99 ms, completed",
        "instances",
        "db exhausted s",
        "no request fails");
    for (JsonNode row : rows) {
      out.printf(
          Locale.ROOT,
          labelled + "%15s %19s %15s %15s  in %d of %d sets%n",
          row.get("label").asText(),
          range(row.get("count(errors)"), 1),
          range(row.get("p99(latency{completed})"), 1),
          range(row.get("max(instances)"), 1),
          range(row.get("time(db.exhausted)"), 1000),
          row.get("setsWithoutFailure").asInt(),
          sets);
    }
  }

  private static String range(JsonNode of, double unit) {
    String low = number(of.get("low"), unit);
    String high = number(of.get("high"), unit);
    String median = number(of.get("median"), unit);
    return low.equals(high) ? median : median + " (" + low + "-" + high + ")";
  }

  private static String number(JsonNode value, double unit) {
    if (value.isNull()) {
      return "-";
    }
    double number = value.asDouble() / unit;
    return number >= 10 || number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.format(Locale.ROOT, "%.1f", number);
  }

  private static void errors(PrintWriter out, JsonNode answer) {
    out.printf(
        Locale.ROOT,
        "%n  %-36s %15s %19s %15s%n",
        "error, of the mean observed",
        "fitted before",
        "model in incident",
        "naive guess");
    List<String> names = new ArrayList<>();
    for (String of : List.of("/fit/errors", "/prediction/errors", "/prediction/naive/errors")) {
      answer.at(of).fieldNames().forEachRemaining(name -> {
        if (!names.contains(name)) {
          names.add(name);
        }
      });
    }
    for (String name : names) {
      row(
          out,
          name,
          answer.at("/fit/errors/" + name),
          answer.at("/prediction/errors/" + name),
          answer.at("/prediction/naive/errors/" + name));
    }
    row(
        out,
        "mean",
        answer.at("/fit/misfit"),
        answer.at("/prediction/misfit"),
        answer.at("/prediction/naive/misfit"));
  }

  private static void row(
      PrintWriter out, String name, JsonNode before, JsonNode model, JsonNode naive) {
    out.printf(
        Locale.ROOT,
        "  %-36s %15s %19s %15s%n",
        name,
        percent(before),
        percent(model),
        percent(naive));
  }

  private static String percent(JsonNode share) {
    return share.isNumber() ? String.format(Locale.ROOT, "%.1f %%", share.asDouble() * 100) : "-";
  }

  private static void parameters(PrintWriter out, JsonNode rows) {
    if (rows.isEmpty()) {
      return;
    }
    out.printf(
        Locale.ROOT,
        "%n  %-36s %15s %19s%n",
        "parameter, times as written",
        "best",
        "sets that fit");
    for (JsonNode row : rows) {
      out.printf(
          Locale.ROOT,
          "  %-36s %15s %19s%s%n",
          row.get("name").asText(),
          factor(row.get("best")),
          factor(row.get("low")) + " to " + factor(row.get("high")),
          row.get("settled").asBoolean()
              ? ""
              : "  not settled by what was observed (tried " + factor(row.get("triedFrom")) + " to "
                  + factor(row.get("triedTo")) + ")");
    }
  }

  private static String factor(JsonNode value) {
    return String.format(Locale.ROOT, "%.2f", value.asDouble());
  }

  private static void file(PrintWriter out, JsonNode observed) {
    out.printf(
        Locale.ROOT,
        "%n  %s: %,d rows, compared in %,d intervals of %s s%n",
        observed.get("file").asText(),
        observed.get("rows").asLong(),
        observed.get("intervals").asLong(),
        observed.get("intervalSeconds").asText());
    lines(out, "read", observed.get("read"));
    lines(out, "ignored", observed.get("ignored"));
    lines(out, "damaged", observed.get("damaged"));
  }

  private static void lines(PrintWriter out, String name, JsonNode texts) {
    for (int i = 0; i < Math.min(IGNORED_SHOWN, texts.size()); i++) {
      out.printf(Locale.ROOT, "    %-8s %s%n", i == 0 ? name : "", texts.get(i).asText());
    }
    if (texts.size() > IGNORED_SHOWN) {
      out.printf(Locale.ROOT, "    %-8s and %d more%n", "", texts.size() - IGNORED_SHOWN);
    }
  }
}
