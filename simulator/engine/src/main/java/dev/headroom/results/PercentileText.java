package dev.headroom.results;

import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The percentile table that HdrHistogram's tools read: {@code Value Percentile TotalCount
 * 1/(1-Percentile)}, the value in milliseconds and the percentile as a share of 1.
 */
final class PercentileText {
  private static final String HEADER =
      "       Value     Percentile TotalCount 1/(1-Percentile)\n\n";

  private PercentileText() {}

  static String write(List<PercentileRow> rows) {
    StringBuilder out = new StringBuilder(HEADER);
    for (PercentileRow row : rows) {
      BigDecimal share = Decimals.toDecimal(row.percentile(), 10).movePointLeft(2);
      pad(out, fixed(Decimals.toDecimal(row.latencyMs(), 3), 3), 12);
      out.append(' ').append(fixed(share, 12));
      pad(out, Long.toString(row.count()), 11);
      BigDecimal above = BigDecimal.ONE.subtract(share);
      // The last line, at 1, has no finite factor; the usual text leaves the column out.
      if (above.signum() > 0) {
        pad(out, BigDecimal.ONE.divide(above, 2, RoundingMode.HALF_EVEN).toPlainString(), 15);
      }
      out.append('\n');
    }
    if (!rows.isEmpty()) {
      PercentileRow last = rows.get(rows.size() - 1);
      out.append("#[Max     = ");
      pad(out, fixed(Decimals.toDecimal(last.latencyMs(), 3), 3), 12);
      out.append(", Total count    = ");
      pad(out, Long.toString(last.count()), 12);
      out.append("]\n");
    }
    return out.toString();
  }

  /** Reads the table back; the last column follows from the others and is not looked at. */
  static List<PercentileRow> read(String file, String text) {
    List<PercentileRow> rows = new ArrayList<>();
    String[] lines = text.split("\n");
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i].strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] cells = line.split("\\s+");
      try {
        double percentile = new BigDecimal(cells[1]).movePointRight(2).doubleValue();
        rows.add(
            new PercentileRow(percentile, Double.parseDouble(cells[0]), Long.parseLong(cells[2])));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw UserError.input(
            file + ":" + (i + 1) + ": '" + line + "' is not a line of value, percentile and count");
      }
    }
    return rows;
  }

  private static String fixed(BigDecimal value, int places) {
    return value.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static void pad(StringBuilder out, String text, int width) {
    for (int i = text.length(); i < width; i++) {
      out.append(' ');
    }
    out.append(text);
  }
}
