package dev.headroom.traffic;

import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import java.nio.file.Path;
import java.util.List;

/**
 * The traffic of a scenario: a trace file or a generator, and what is done to it.
 *
 * @param name the file as the user gave it, for messages; "generated" for a generator
 * @param file the file to read; null for a generator
 * @param format its format; null to look at its content
 * @param generate the generator; null for a file
 * @param window the part to replay; null for all
 * @param preRollNs how much traffic before the window's start is replayed with negative times, in
 *     run time (after {@code timeScale})
 * @param rateScale the multiple of the traffic: 1 as it is, above 0, at most 100
 * @param timeScale what times are multiplied by: 0.5 is twice as fast; above 0, at most 1000
 * @param arrivals the placing inside intervals
 * @param dispersion index of dispersion of one-second counts that {@code BURSTY} reaches, above 1
 * @param classNames the classes that a trace may name; empty to ignore a trace's class column
 * @param damagedShareMax share of damaged lines above which the trace is refused, 0 to 1
 * @param reorderNs how far time may go back; -1 for the format's default
 * @param thinning a time with less traffic, or null
 */
public record TrafficSpec(
    String name,
    Path file,
    TraceFormat format,
    GenerateSpec generate,
    TraceWindow window,
    long preRollNs,
    double rateScale,
    double timeScale,
    ArrivalKind arrivals,
    double dispersion,
    List<String> classNames,
    double damagedShareMax,
    long reorderNs,
    Thinning thinning) {
  /** One line in a hundred. */
  public static final double DAMAGED_SHARE_MAX = 0.01;

  /** Takes a copy of the names and rejects values out of range. */
  public TrafficSpec {
    classNames = List.copyOf(classNames);
    require(rateScale > 0 && rateScale <= 100, "scale.rate must be above 0 and at most 100");
    require(timeScale > 0 && timeScale <= 1000, "scale.time must be above 0 and at most 1000");
    require(preRollNs >= 0, "the pre-roll must be at least 0");
    require(
        damagedShareMax >= 0 && damagedShareMax <= 1,
        "the share of damaged lines must be between 0 and 1");
    require(
        arrivals != ArrivalKind.BURSTY || dispersion > 1 && dispersion <= 1e9,
        "arrivals.bursty must be above 1 (1 is poisson)");
    if (generate != null) {
      double asked = rateScale * generate.expected();
      require(
          asked <= GenerateSpec.REQUESTS_MAX,
          "generate: asks for about "
              + Decimals.format(asked, 0)
              + " requests; a run simulates at most 10^11, about a day of"
              + " computing; lower its rate or shorten its duration");
    }
    if ((file == null) == (generate == null)) {
      throw new IllegalArgumentException("traffic is either a file or a generator");
    }
  }

  /** A trace file, as it is. */
  public static TrafficSpec ofFile(String name, Path file) {
    return new TrafficSpec(
        name,
        file,
        null,
        null,
        null,
        0,
        1,
        1,
        ArrivalKind.AUTO,
        0,
        List.of(),
        DAMAGED_SHARE_MAX,
        -1,
        null);
  }

  /** A generator, as it is. */
  public static TrafficSpec ofGenerator(GenerateSpec generate) {
    return new TrafficSpec(
        "generated",
        null,
        null,
        generate,
        null,
        0,
        1,
        1,
        ArrivalKind.AUTO,
        0,
        List.of(),
        DAMAGED_SHARE_MAX,
        -1,
        null);
  }

  /** With another format. */
  public TrafficSpec withFormat(TraceFormat value) {
    return new TrafficSpec(
        name,
        file,
        value,
        generate,
        window,
        preRollNs,
        rateScale,
        timeScale,
        arrivals,
        dispersion,
        classNames,
        damagedShareMax,
        reorderNs,
        thinning);
  }

  /** With a window and the pre-roll before it. */
  public TrafficSpec withWindow(TraceWindow value, long preRoll) {
    return new TrafficSpec(
        name,
        file,
        format,
        generate,
        value,
        preRoll,
        rateScale,
        timeScale,
        arrivals,
        dispersion,
        classNames,
        damagedShareMax,
        reorderNs,
        thinning);
  }

  /** With other multiples of rate and time. */
  public TrafficSpec withScale(double rate, double time) {
    return new TrafficSpec(
        name,
        file,
        format,
        generate,
        window,
        preRollNs,
        rate,
        time,
        arrivals,
        dispersion,
        classNames,
        damagedShareMax,
        reorderNs,
        thinning);
  }

  /** With another placing; {@code index} matters for {@code BURSTY} only. */
  public TrafficSpec withArrivals(ArrivalKind kind, double index) {
    return new TrafficSpec(
        name,
        file,
        format,
        generate,
        window,
        preRollNs,
        rateScale,
        timeScale,
        kind,
        index,
        classNames,
        damagedShareMax,
        reorderNs,
        thinning);
  }

  /** With the classes that the trace may name. */
  public TrafficSpec withClasses(List<String> names) {
    return new TrafficSpec(
        name,
        file,
        format,
        generate,
        window,
        preRollNs,
        rateScale,
        timeScale,
        arrivals,
        dispersion,
        names,
        damagedShareMax,
        reorderNs,
        thinning);
  }

  /** With other tolerances. */
  public TrafficSpec withTolerance(double damagedShare, long reorder) {
    return new TrafficSpec(
        name,
        file,
        format,
        generate,
        window,
        preRollNs,
        rateScale,
        timeScale,
        arrivals,
        dispersion,
        classNames,
        damagedShare,
        reorder,
        thinning);
  }

  /** With less traffic for a while. */
  public TrafficSpec withThinning(Thinning value) {
    return new TrafficSpec(
        name,
        file,
        format,
        generate,
        window,
        preRollNs,
        rateScale,
        timeScale,
        arrivals,
        dispersion,
        classNames,
        damagedShareMax,
        reorderNs,
        value);
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw UserError.invalid(what);
    }
  }
}
