package dev.headroom.cli;

import dev.headroom.core.IoReason;
import dev.headroom.core.UserError;
import dev.headroom.sweep.Sweep;
import dev.headroom.sweep.SweepPlan;
import dev.headroom.sweep.SweepRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The finished runs of a sweep that is not finished, beside its folder: each as one line, written
 * as soon as it is done, so that Ctrl-C, a lost machine or a full disk costs only what was under
 * way. Above them stands what the runs depend on; a sweep that differs in it is not resumed.
 */
final class SweepJournal implements AutoCloseable {
  private static final String SUFFIX = ".partial.tsv";
  private static final String FIRST = "# headroom sweep, finished runs";

  private final Path file;
  private final Map<String, String> head;
  private final List<SweepRow> rows = new ArrayList<>();
  private BufferedWriter writer;
  private IOException failure;

  /**
   * The journal of a sweep.
   *
   * @param folder that the sweep writes, or null for a journal that is kept nowhere
   * @param sha256 of the scenario's text
   * @param traces checksums of the trace files
   */
  SweepJournal(Path folder, Sweep sweep, String sha256, List<String> traces) {
    Path absolute = folder == null ? null : folder.toAbsolutePath().normalize();
    file = absolute == null ? null : absolute.resolveSibling(absolute.getFileName() + SUFFIX);
    SweepPlan plan = sweep.plan();
    head = new LinkedHashMap<>();
    head.put("engine", Version.load().version() + " " + Version.load().commit());
    head.put("scenario", sha256);
    head.put("trace", String.join(" ", traces));
    head.put("seed", Long.toString(sweep.seed()));
    head.put("--set", line(plan.sets()));
    head.put("--slo", line(plan.slos()));
    head.put("--vary", line(plan.varies()));
    head.put("--sample", Integer.toString(plan.sample()));
    head.put("--runs", Integer.toString(plan.runs()));
  }

  private static String line(List<String> texts) {
    return String.join(" ; ", texts).replaceAll("\\s+", " ");
  }

  /** Where it is, or null. */
  Path file() {
    return file;
  }

  /**
   * Takes over what an interrupted sweep finished.
   *
   * @param demanded whether a journal of another sweep is an error and not only no help
   * @return how many runs
   */
  int resume(boolean demanded) {
    if (file == null || !Files.exists(file)) {
      return 0;
    }
    List<String> lines;
    try {
      String text = Files.readString(file);
      // A line without an end was being written when everything stopped.
      lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw UserError.input(file + ": cannot be read: " + IoReason.of(e));
    }
    String reason = differs(lines);
    if (reason != null) {
      if (demanded) {
        throw UserError.invalid("--resume: " + file + " is of another sweep: " + reason
            + "; leave out --resume to begin anew");
      }
      return 0;
    }
    for (int i = head.size() + 1; i < lines.size(); i++) {
      rows.add(SweepRow.parse(lines.get(i), file + ":" + (i + 1)));
    }
    return rows.size();
  }

  private String differs(List<String> lines) {
    if (lines.size() <= head.size() || !lines.get(0).equals(FIRST)) {
      return "it holds no finished runs of this version";
    }
    int at = 1;
    for (Map.Entry<String, String> entry : head.entrySet()) {
      String key = "# " + entry.getKey() + ": ";
      String line = lines.get(at++);
      String was = line.startsWith(key) ? line.substring(key.length()) : "";
      if (!was.equals(entry.getValue())) {
        return switch (entry.getKey()) {
          case "scenario", "trace" -> "the " + entry.getKey() + " has changed since";
          case "engine" -> "it was made by headroom " + was + ", this is " + entry.getValue();
          default ->
            entry.getKey() + " was " + (was.isEmpty() ? "not given" : "'" + was + "'") + ", is "
                + (entry.getValue().isEmpty() ? "not given" : "'" + entry.getValue() + "'");
        };
      }
    }
    return null;
  }

  /** Begins to write, with what was taken over. */
  void open() {
    if (file == null) {
      return;
    }
    try {
      Files.createDirectories(file.getParent());
      writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
      writer.write(FIRST + "\n");
      for (Map.Entry<String, String> entry : head.entrySet()) {
        writer.write("# " + entry.getKey() + ": " + entry.getValue() + "\n");
      }
      for (SweepRow row : rows) {
        writer.write(row.line() + "\n");
      }
      writer.flush();
    } catch (IOException e) {
      throw UserError.output(file + ": cannot be written: " + IoReason.of(e));
    }
  }

  /** Notes a finished run; any thread may. */
  synchronized void add(SweepRow row) {
    rows.add(row);
    if (writer == null || failure != null) {
      return;
    }
    try {
      writer.write(row.line() + "\n");
      writer.flush();
    } catch (IOException e) {
      failure = e;
      throw UserError.output(file + ": cannot be written: " + IoReason.of(e));
    }
  }

  /** All runs so far. */
  synchronized List<SweepRow> rows() {
    return List.copyOf(rows);
  }

  /** Everything stands in the folder: the journal goes. */
  void delete() {
    close();
    if (file != null) {
      remove();
    }
  }

  private void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw UserError.output(file + ": cannot be removed: " + IoReason.of(e));
    }
  }

  /** Ends the file; one without a finished run helps nobody and goes. */
  @Override
  public void close() {
    if (writer != null) {
      try {
        writer.close();
      } catch (IOException e) {
        throw UserError.output(file + ": cannot be written: " + IoReason.of(e));
      }
      writer = null;
      if (rows.isEmpty()) {
        remove();
      }
    }
  }
}
