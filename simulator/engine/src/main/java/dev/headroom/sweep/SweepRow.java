package dev.headroom.sweep;

import dev.headroom.core.UserError;
import dev.headroom.review.Aftermath;
import java.io.Serializable;
import java.util.Arrays;

/**
 * What is kept of one day of one setting.
 *
 * @param setting its number in the design
 * @param day its number among the runs of the seed
 * @param values of the sweep's measures, in their order; times in ms, infinite or NaN where unknown
 * @param aftermath whether it came to itself
 * @param fingerprint of the run
 * @param refused why the setting makes no valid scenario, or null; then there are no values
 */
public record SweepRow(
    int setting, int day, double[] values, Aftermath aftermath, long fingerprint, String refused)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String REFUSED = "refused";

  static SweepRow refused(int setting, int day, String why) {
    return new SweepRow(setting, day, new double[0], Aftermath.CALM, 0, why);
  }

  /** One line without its end, from which {@link #parse} makes the same row, bit by bit. */
  public String line() {
    StringBuilder line = new StringBuilder().append(setting).append('\t').append(day);
    if (refused != null) {
      return line.append('\t')
          .append(REFUSED)
          .append('\t')
          .append(refused.replace('\t', ' '))
          .toString();
    }
    line.append('\t').append(aftermath).append('\t').append(Long.toHexString(fingerprint));
    for (double value : values) {
      line.append('\t').append(Long.toHexString(Double.doubleToLongBits(value)));
    }
    return line.toString();
  }

  /**
   * Reads a line.
   *
   * @param where it stands, for a message
   * @throws UserError where it is damaged
   */
  public static SweepRow parse(String line, String where) {
    String[] parts = line.split("\t", -1);
    try {
      int setting = Integer.parseInt(parts[0]);
      int day = Integer.parseInt(parts[1]);
      if (parts[2].equals(REFUSED)) {
        return refused(setting, day, parts[3]);
      }
      double[] values = new double[parts.length - 4];
      for (int i = 0; i < values.length; i++) {
        values[i] = Double.longBitsToDouble(Long.parseUnsignedLong(parts[i + 4], 16));
      }
      return new SweepRow(
          setting,
          day,
          values,
          Aftermath.valueOf(parts[2]),
          Long.parseUnsignedLong(parts[3], 16),
          null);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw UserError.input(where + ": is no row of a sweep");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SweepRow row && line().equals(row.line());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values) * 31 + setting * 7 + day;
  }
}
