package dev.headroom.config;

import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.KeyLog.Form;
import dev.headroom.core.Decimals;
import dev.headroom.core.Distribution;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** A section that tells a {@link KeyLog} what it is asked for, before it answers as any other. */
final class LoggedSection extends Section {
  static final String SECTION = "section";
  private static final String UNLIMITED = ", or unlimited";

  private final KeyLog log;

  /** Getters call one another; only the outermost is what the reader asked. */
  private int depth;

  LoggedSection(MapNode map, String path, KeyLog log) {
    super(map, path);
    this.log = log;
  }

  @Override
  Section make(MapNode childMap, String childPath) {
    return new LoggedSection(childMap, childPath, log);
  }

  @Override
  public boolean has(String key) {
    if (depth == 0) {
      log.looked(path(key));
    }
    return super.has(key);
  }

  @Override
  public ConfigNode node(String key) {
    return note(key, "value", "", List.of(), null, () -> super.node(key));
  }

  @Override
  public Section section(String key) {
    return note(key, SECTION, "", List.of(), null, () -> super.section(key));
  }

  @Override
  public Section optionalSection(String key) {
    has(key);
    return note(key, SECTION, "", List.of(), null, () -> super.optionalSection(key));
  }

  @Override
  public List<Section> sections(String key) {
    return sections(key, null);
  }

  @Override
  public List<Section> sections(String key, String only) {
    return note(key, "list of sections", "", List.of(), null, () -> super.sections(key, only));
  }

  @Override
  public List<String> texts(String key) {
    return note(key, "list of texts", "", List.of(), null, () -> super.texts(key));
  }

  @Override
  public String text(String key) {
    return note(key, "text", "", List.of(), null, () -> super.text(key));
  }

  @Override
  public String text(String key, String otherwise) {
    return note(key, "text", "", List.of(), otherwise, () -> super.text(key, otherwise));
  }

  @Override
  public Path file(String key) {
    return note(key, "file name", "", List.of(), null, () -> super.file(key));
  }

  @Override
  public String choice(String key, List<String> allowed) {
    return note(key, "word", words(allowed), allowed, null, () -> super.choice(key, allowed));
  }

  @Override
  public String choice(String key, List<String> allowed, String otherwise) {
    return note(
        key,
        "word",
        words(allowed),
        allowed,
        otherwise,
        () -> super.choice(key, allowed, otherwise));
  }

  @Override
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    return note(
        key, "word", words(labels(type)), labels(type), null, () -> super.choice(key, type));
  }

  @Override
  public <E extends Enum<E>> E choice(String key, E otherwise) {
    List<String> labels = labels(otherwise.getDeclaringClass());
    return note(
        key, "word", words(labels), labels, label(otherwise), () -> super.choice(key, otherwise));
  }

  @Override
  public int integer(String key, int min, int max) {
    return note(
        key, "whole number", range(min, max), List.of(), null, () -> super.integer(key, min, max));
  }

  @Override
  public int integer(String key, int min, int max, int otherwise) {
    return note(
        key,
        "whole number",
        range(min, max),
        List.of(),
        count(otherwise),
        () -> super.integer(key, min, max, otherwise));
  }

  @Override
  public int integerOrUnlimited(String key, int min, int max) {
    return note(
        key,
        "whole number",
        range(min, max) + UNLIMITED,
        List.of(),
        null,
        () -> super.integerOrUnlimited(key, min, max));
  }

  @Override
  public int integerOrUnlimited(String key, int min, int max, int otherwise) {
    return note(
        key,
        "whole number",
        range(min, max) + UNLIMITED,
        List.of(),
        count(otherwise),
        () -> super.integerOrUnlimited(key, min, max, otherwise));
  }

  @Override
  public long longInteger(String key, long min, long max) {
    return note(
        key,
        "whole number",
        range(min, max),
        List.of(),
        null,
        () -> super.longInteger(key, min, max));
  }

  @Override
  public long longInteger(String key, long min, long max, long otherwise) {
    return note(
        key,
        "whole number",
        range(min, max),
        List.of(),
        count(otherwise),
        () -> super.longInteger(key, min, max, otherwise));
  }

  @Override
  public double number(String key, double min, double max) {
    return note(key, "number", range(min, max), List.of(), null, () -> super.number(key, min, max));
  }

  @Override
  public double number(String key, double min, double max, double otherwise) {
    return note(
        key,
        "number",
        range(min, max),
        List.of(),
        number(otherwise),
        () -> super.number(key, min, max, otherwise));
  }

  @Override
  public boolean bool(String key) {
    return note(key, "true or false", "", List.of("true", "false"), null, () -> super.bool(key));
  }

  @Override
  public boolean bool(String key, boolean otherwise) {
    return note(
        key,
        "true or false",
        "",
        List.of("true", "false"),
        Boolean.toString(otherwise),
        () -> super.bool(key, otherwise));
  }

  @Override
  public long durationNs(String key, long minNs, long maxNs) {
    return note(
        key,
        "time",
        span(minNs, maxNs),
        List.of(),
        null,
        () -> super.durationNs(key, minNs, maxNs));
  }

  @Override
  public long durationNs(String key, long minNs, long maxNs, long otherwiseNs) {
    return note(
        key,
        "time",
        span(minNs, maxNs),
        List.of(),
        time(otherwiseNs),
        () -> super.durationNs(key, minNs, maxNs, otherwiseNs));
  }

  @Override
  public long durationOrUnlimitedNs(String key, long minNs, long maxNs) {
    return note(
        key,
        "time",
        span(minNs, maxNs) + UNLIMITED,
        List.of(),
        null,
        () -> super.durationOrUnlimitedNs(key, minNs, maxNs));
  }

  @Override
  public long durationOrUnlimitedNs(String key, long minNs, long maxNs, long otherwiseNs) {
    return note(
        key,
        "time",
        span(minNs, maxNs) + UNLIMITED,
        List.of(),
        time(otherwiseNs),
        () -> super.durationOrUnlimitedNs(key, minNs, maxNs, otherwiseNs));
  }

  @Override
  public long bytes(String key) {
    return note(key, "size", "", List.of(), null, () -> super.bytes(key));
  }

  @Override
  public long bytes(String key, long otherwise) {
    return note(key, "size", "", List.of(), number(otherwise), () -> super.bytes(key, otherwise));
  }

  @Override
  public double share(String key) {
    return note(key, "share", "0% to 100%", List.of(), null, () -> super.share(key));
  }

  @Override
  public double share(String key, double otherwise) {
    return note(
        key,
        "share",
        "0% to 100%",
        List.of(),
        number(otherwise * 100) + "%",
        () -> super.share(key, otherwise));
  }

  @Override
  public double rate(String key) {
    return note(key, "rate", "0/s or more", List.of(), null, () -> super.rate(key));
  }

  @Override
  public double rate(String key, double otherwise) {
    return note(
        key,
        "rate",
        "0/s or more",
        List.of(),
        number(otherwise) + "/s",
        () -> super.rate(key, otherwise));
  }

  @Override
  public double cpu(String key) {
    return note(key, "vCPUs", "above 0", List.of(), null, () -> super.cpu(key));
  }

  @Override
  public double cpu(String key, double otherwise) {
    return note(
        key, "vCPUs", "above 0", List.of(), number(otherwise), () -> super.cpu(key, otherwise));
  }

  @Override
  public double bandwidth(String key) {
    return note(key, "bandwidth", "above 0", List.of(), null, () -> super.bandwidth(key));
  }

  @Override
  public double bandwidth(String key, double otherwise) {
    return note(
        key,
        "bandwidth",
        "above 0",
        List.of(),
        number(otherwise) + "B/s",
        () -> super.bandwidth(key, otherwise));
  }

  @Override
  public Distribution distribution(String key) {
    return note(key, "time or distribution", "", List.of(), null, () -> super.distribution(key));
  }

  @Override
  public Distribution distribution(String key, Distribution otherwise) {
    return note(
        key,
        "time or distribution",
        "",
        List.of(),
        time((long) otherwise.meanNs()),
        () -> super.distribution(key, otherwise));
  }

  private <T> T note(
      String key,
      String kind,
      String allowed,
      List<String> words,
      String otherwise,
      Supplier<T> answer) {
    if (depth == 0) {
      log.read(path(key), new Form(kind, allowed), words, otherwise);
    }
    depth++;
    try {
      return answer.get();
    } finally {
      depth--;
    }
  }

  private static <E extends Enum<E>> List<String> labels(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Section::label).toList();
  }

  private static String words(List<String> words) {
    return String.join(", ", words);
  }

  private static String range(long min, long max) {
    return count(min) + " to " + count(max);
  }

  private static String range(double min, double max) {
    return number(min) + (max > 1e15 ? " or more" : " to " + number(max));
  }

  private static String span(long minNs, long maxNs) {
    return Units.rangeNs(minNs, maxNs).replaceFirst("^0ns", "0s");
  }

  private static String count(int value) {
    return value == Integer.MAX_VALUE ? "unlimited" : count((long) value);
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String number(double value) {
    boolean whole = value == StrictMath.rint(value) && Math.abs(value) < 1e15;
    return value == Double.MAX_VALUE
        ? "unlimited"
        : whole ? count((long) value) : Decimals.format(value, 6);
  }

  private static String time(long ns) {
    return ns == Long.MAX_VALUE ? "unlimited" : ns == 0 ? "0s" : Units.formatNs(ns);
  }
}
