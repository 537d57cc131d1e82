package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the models command prints, checked against the files themselves. */
class ModelsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    out.getBuffer().setLength(0);
    PrintWriter stderr = new PrintWriter(err, true);
    Failures failures = new Failures(stderr, false);
    String[] all = Stream.concat(Stream.of("models"), Stream.of(args)).toArray(String[]::new);
    return Main.run(Main.commandLine(new PrintWriter(out, true), stderr, failures), failures, all);
  }

  private JsonNode json(String... args) throws IOException {
    String[] all = Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new);
    assertEquals(0, run(all), err::toString);
    return new ObjectMapper().readTree(out.toString());
  }

  private JsonNode value(JsonNode model, String path) {
    for (JsonNode value : model.get("values")) {
      if (value.get("path").asText().equals(path)) {
        return value;
      }
    }
    throw new AssertionError("no " + path + " in " + model.get("name"));
  }

  private static Path project() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("models/platforms"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static int count(String text, String regex) {
    return (int) Pattern.compile(regex).matcher(text).results().count();
  }

  @Test
  void theListHoldsEveryFileAndCountsItsValues() throws IOException {
    JsonNode list = json().get("models");
    TreeSet<String> files = new TreeSet<>();
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode model : list) {
      names.add(model.get("name").asText());
      String file = model.get("file").asText();
      // Files of several models are counted model by model elsewhere.
      if (files.add(file) && !file.contains("pool") && !file.contains("contentions")) {
        String yaml = Files.readString(project().resolve(file));
        int assumed = count(yaml, "(?m)(^ +|, )source: assumption\\b");
        int all = count(yaml, "(?m)(^ +|, )source: ");
        // What a file includes from another comes on top.
        boolean whole = !yaml.contains("\ninclude: ");
        int assumedShown = model.get("assumedValues").asInt();
        int citedShown = model.get("citedValues").asInt();
        assertTrue(assumedShown == assumed || !whole && assumedShown > assumed, file);
        assertTrue(citedShown == all - assumed || !whole && citedShown > all - assumed, file);
        JsonNode oldest = model.get("oldestSource");
        boolean none = citedShown == 0 && (oldest.isNull() || oldest.asText().isEmpty());
        assertTrue(!whole || none || yaml.contains("retrieved: \"" + oldest.asText()), file);
      }
    }
    assertEquals(list.size(), names.size(), "a name stands for one model only");
    TreeSet<String> there = new TreeSet<>();
    for (String folder : List.of("platforms", "databases", "queues", "nodes", "prices")) {
      try (Stream<Path> walk = Files.list(project().resolve("models").resolve(folder))) {
        walk.forEach(file -> there.add("models/" + folder + "/" + file.getFileName()));
      }
    }
    assertEquals(there, files);
  }

  @Test
  void theTableFitsItsColumnsAndNamesWhereAModelIsUsed() throws IOException {
    List<String> names = new ArrayList<>();
    json().get("models").forEach(model -> names.add(model.get("name").asText()));
    assertEquals(0, run("--no-color"));
    String text = out.toString();
    names.forEach(name -> assertTrue(text.contains("\n  " + name + " "), name));
    assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
    assertTrue(text.contains("\nplatforms, named by platform.use\n"), text);
    assertTrue(
        text.contains("price books, named by platform.prices.book\n"
            + "  aws                   Amazon Web Services, list prices"),
        text);
  }

  @Test
  void everyModelFitsItsColumns() throws IOException {
    List<String> names = new ArrayList<>();
    json().get("models").forEach(model -> names.add(model.get("name").asText()));
    List<String> wide = new ArrayList<>();
    for (String name : names) {
      assertEquals(0, run(name));
      assertTrue(out.toString().startsWith(name + ": "), name);
      // An address is not broken: it must stay one that can be opened.
      out.toString()
          .lines()
          .filter(line -> line.length() > 100 && !line.strip().startsWith("https://"))
          .forEach(line -> wide.add(name + ": " + line));
    }
    assertEquals(List.of(), wide);
  }

  @Test
  void aModelShowsValueUnitSourceConfidenceAndNote() {
    assertEquals(0, run("aws-lambda"));
    // How far the columns are apart depends on the widest value.
    List<String> lines =
        out.toString().lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
    assertTrue(lines.contains("concurrency.max 1 request lmi, A"), out::toString);
    int max = lines.indexOf("max 1000 instances llim, A");
    assertTrue(max > 0, out::toString);
    assertTrue(lines.get(max + 1).startsWith("The default concurrency of an account"));
    assertTrue(lines.contains("placing p50 60ms, p99 250ms ASSUMED"), out::toString);
    int source = lines.indexOf("lmem A 2026-10-01 Configure Lambda function memory");
    assertTrue(lines.get(source + 1).startsWith("https://docs.aws.amazon.com/lambda/"));
    assertTrue(lines.indexOf("assumptions") > source);
    assertTrue(out.toString().contains("--set platform.concurrency.max=VALUE"));
    assertEquals(0, run("gcp"));
    assertTrue(out.toString().contains("0.000024 USD per vCPU and second"), out::toString);
    assertTrue(out.toString().contains("2,000,000 of the meter, a month"), out::toString);
  }

  /** No list of nothing with a colon before it. */
  @Test
  void aModelThatIsAllAssumedSaysSo() {
    assertEquals(0, run("select"), err::toString);
    assertTrue(out.toString().contains("No value has a source of its own; "), out::toString);
    assertFalse(out.toString().contains("source: ;"), out::toString);
  }

  @Test
  void aValueThatNoRunReadsSaysSo() throws IOException {
    assertEquals(0, run("pgbouncer"));
    assertEquals(1, count(out.toString(), "\nconnectCpu +0.28ms +measured, B, unused\n"));
    JsonNode pooler = json("pgbouncer");
    assertFalse(value(pooler, "connectCpu").get("used").asBoolean());
    assertTrue(value(pooler, "serverPool").get("used").asBoolean());
    assertEquals(
        List.of("hikari", "measured"),
        json("hikari").get("sources").findValuesAsText("name"),
        "of all pools' sources only its own");
  }

  /** The readers' own defaults; the same as a run's, since a run's reader was asked. */
  @Test
  void whatTheFileDoesNotSayIsShownAsARunTakesIt() throws IOException {
    JsonNode defaults = json("aws-lambda").get("defaults");
    assertEquals("1min", defaults.get("scale.window").asText());
    assertFalse(defaults.has("scale.max") || defaults.has("use") || defaults.has("region"));
    assertFalse(defaults.has("scale.panicWindow"), "only knative's rule reads it");
    assertEquals("query", json("hikari").get("defaults").get("hold").asText());
    assertFalse(json("hikari").get("defaults").has("library"));
    assertEquals("0%", json("pgbouncer").get("defaults").get("pinFraction").asText());
    JsonNode server = json("postgres").get("defaults");
    assertEquals("0", server.get("otherSessions").asText());
    server
        .fieldNames()
        .forEachRemaining(
            key -> assertFalse(key.startsWith("pool"), "pools are models of their own"));
    assertEquals(0, json("gcp").get("defaults").size());
    assertEquals(0, run("knative"));
    assertTrue(
        out.toString().contains("\nnot in the file; a run takes the default\n"), out::toString);
  }

  @Test
  void aNoteMayTrustAValueLessThanItsSource() throws IOException {
    JsonNode aws = json("aws");
    JsonNode large = value(aws, "entries.rds-db.r6g.large.instanceHour");
    assertEquals("D", large.get("confidence").asText());
    assertEquals("0.225", large.get("value").asText());
    assertEquals("per hour", large.get("unit").asText());
    assertEquals("rdsp", large.get("source").asText());
    assertEquals("C", value(aws, "entries.rds-proxy.vcpuHour").get("confidence").asText());
    JsonNode assumed = value(aws, "entries.rds-db.t4g.large.instanceHour");
    assertTrue(assumed.get("assumed").asBoolean() && assumed.get("confidence").isNull());
    assertNotNull(assumed.get("note").asText());
    assertEquals("USD", aws.get("currency").asText());
  }

  @Test
  void jsonKeepsDistributionsAsTheyAreWritten() throws IOException {
    JsonNode lambda = json("aws-lambda");
    assertEquals("headroom/model/v1", lambda.get("schema").asText());
    JsonNode go = value(lambda, "coldStart.runtimes.go");
    assertEquals("{\"p50\":\"50.5ms\",\"p99\":\"72.5ms\"}", go.get("value").toString());
    assertEquals("lperf", go.get("source").asText());
    assertTrue(lambda.get("assumptions").get(0).asText().startsWith("Start-up figures are"));
    assertEquals(
        "https://aws.amazon.com/lambda/pricing/",
        lambda.get("sources").findValuesAsText("url").stream()
            .filter(url -> url.contains("pricing"))
            .findFirst()
            .orElse(""));
  }

  @Test
  void anUnknownNameIsOneLineWithWhatWasMeant() {
    assertEquals(2, run("aws-lamda"));
    assertEquals("", out.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(
        err.toString()
            .startsWith(
                "headroom: model: aws-lamda; did you mean 'aws-lambda'? allowed: generic, "),
        err.toString());
  }
}
