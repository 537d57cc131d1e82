package dev.headroom.validation;

/** The parts of the page, in its order. */
public enum Section {
  THEORY(
      "Theory",
      "Closed forms of queueing theory. The interval is the 99.9 % confidence "
          + "interval of the simulated mean over seeds; where a note says otherwise, it is "
          + "that."),
  VECTORS(
      "Decisions of the real autoscalers",
      "Recorded from the code of Knative and Kubernetes; each row is the number of "
          + "recorded values and of those that come out the same, to the last bit unless a "
          + "note says otherwise."),
  LOOPS(
      "Closed loops of the real autoscalers",
      "Whole timelines of the same code driving a simple plant: every tick and every "
          + "request, all columns equal. The lines of the shipped model hold its median "
          + "over seeds against the spread that the phase of the tick alone makes."),
  LAMBDA(
      "Cold starts measured on AWS Lambda",
      "Ten arrival rates. The interval is two standard errors, of measurement and "
          + "simulation together, to either side; for instances no error is published, so "
          + "that it is the simulation's alone. From sampling noise alone a right model "
          + "would have a mean error of 7.8 % in its cold starts."),
  DATABASE(
      "PostgreSQL, PgBouncer and HikariCP, measured",
      "Own experiments, three repeats of each. A line counts the figures of a case "
          + "that lie in the simulated interval over seeds; below it stands every figure "
          + "that does not. The client of these measurements ran on the server's own two "
          + "cores, so that where they are short its work is in the times too."),
  PRICES(
      "Worked price examples of the providers",
      "Published lines and totals, and those that come out to the cent. Two examples "
          + "for Cloud Run do not say how their requests spread over the day, so that "
          + "there is nothing to compute."),
  SCENARIOS(
      "Scenarios with a known answer",
      "Answers of other simulators. The interval is the 95 % confidence interval of "
          + "the difference, around what is simulated."),
  TIMELINES(
      "Published timelines of scaling",
      "What providers document or others measured. The interval is a tenth of what "
          + "is published, around what is simulated, or that value alone where the rule "
          + "gives it exactly."),
  CAUSES(
      "Planted causes",
      "Scenarios with a known cause, or two, beside settings that look bad and do no harm. "
          + "A line counts the planted causes and those of them that the verdict names before "
          + "anything else; the note says what was planted and, in order, what was named. After "
          + "the planted ones stand what would have helped as well."),
  FIRST_REQUESTS(
      "First requests",
      "Hello world by platform and runtime. \"Seed\" is the table of 99th "
          + "percentiles that the project began with, most of it without sources. The note "
          + "says what is held against what and why; the interval is the stated tolerance "
          + "around what is simulated.");

  final String title;
  final String intro;

  Section(String title, String intro) {
    this.title = title;
    this.intro = intro;
  }
}
