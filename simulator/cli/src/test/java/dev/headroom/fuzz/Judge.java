package dev.headroom.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.cli.InProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the contract asks of every command line, whatever it reads. */
final class Judge {
  private static final List<Integer> EXITS = List.of(0, 2, 3, 4, 98, 99, 130);
  private static final List<Integer> ANSWERED = List.of(0, 98, 99);
  private static final int INTERRUPTED = 130;
  private static final Pattern PARTLY = Pattern.compile("(?i)interrupted|\"partial\" *: *true");
  private static final int LINE_MAX = 1_100;
  private static final List<String> OURS =
      List.of("s.yaml", "t.yaml", "observed", "trace", "home", "out", "new.csv");
  private static final List<String> WHOLE =
      List.of("run.json", "series.csv", "events.csv", "latency.hgrm", "report.html", "charts");
  private static final Pattern INSIDES =
      Pattern.compile("\\tat |internal error|Exception|dev\\.headroom\\.|java\\.");
  private static final Pattern CONTROL =
      Pattern.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f" + "\\u202a-\\u202e\\u2066-\\u2069]");

  private Judge() {}

  /** What was wrong, empty where nothing was. */
  static List<String> complaints(Case run, Outcome outcome) throws IOException {
    List<String> wrong = new ArrayList<>();
    int exit = outcome.exitCode();
    if (!EXITS.contains(exit)) {
      wrong.add("exit code " + exit);
    }
    if (INSIDES.matcher(named(run, outcome.err())).find()) {
      wrong.add("shows its insides");
    }
    if (CONTROL.matcher(outcome.err()).find()) {
      wrong.add("control characters on stderr");
    }
    List<String> lines = outcome.err().lines().toList();
    boolean partly = exit == INTERRUPTED && PARTLY.matcher(outcome.out()).find();
    if (!ANSWERED.contains(exit) && !partly) {
      boolean usage = lines.size() == 2 && lines.get(1).startsWith("Try 'headroom");
      if (lines.size() != 1 && !usage || !lines.get(0).matches("(?s)headroom: .{4,}")) {
        wrong.add("not one line of message but " + lines.size());
      }
      if (!outcome.out().isEmpty()) {
        wrong.add("failed and wrote to stdout");
      }
    } else if (run.args().contains("--json")
        && run.args().contains("-f")
        && !outcome.out().startsWith("Usage")
        && !isJson(outcome.out())
        && !run.args().contains("-q")
        && !run.args().contains("--quiet")
        && !run.args().contains("--version")) {
      wrong.add("--json, and stdout is no JSON document");
    }
    if (lines.stream().anyMatch(line -> line.length() > LINE_MAX)) {
      wrong.add("a line of " + lines.stream().mapToInt(String::length).max().getAsInt());
    }
    files(run, wrong);
    return wrong;
  }

  /** The message without what the case itself put there. */
  private static String named(Case run, String err) {
    String text = err.replace(run.folder().toString(), "");
    return text.replaceAll("(!!|tag:yaml.org,2002:)[\\w.]*", "");
  }

  private static boolean isJson(String text) {
    try {
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(text);
      return !text.isEmpty();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static void files(Case run, List<String> wrong) throws IOException {
    try (Stream<Path> all = Files.list(run.folder())) {
      all.map(file -> file.getFileName().toString())
          .filter(name -> !OURS.contains(name))
          .forEach(name -> wrong.add("left " + name));
    }
    Path out = run.folder().resolve("out");
    for (String name : WHOLE) {
      if (run.args().contains("run") && Files.exists(out) && !Files.exists(out.resolve(name))) {
        wrong.add("half written: no " + name);
      }
    }
  }
}
