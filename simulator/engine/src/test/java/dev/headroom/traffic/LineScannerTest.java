package dev.headroom.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineScannerTest {
  private static List<String> lines(String text) throws IOException {
    LineScanner lines =
        new LineScanner(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    List<String> out = new ArrayList<>();
    while (lines.next()) {
      out.add(
          lines.tooLong()
              ? "too long"
              : new String(
                  lines.bytes(),
                  lines.start(),
                  lines.end() - lines.start(),
                  StandardCharsets.ISO_8859_1));
      assertEquals(out.size(), lines.line());
    }
    return out;
  }

  @Test
  void endsLinesAtAnyBreakAndAtTheEnd() throws IOException {
    assertEquals(List.of("a", "", "b c", "d"), lines("a\n\nb c\r\nd"));
    assertEquals(List.of("a"), lines("\u00ef\u00bb\u00bfa\n"));
    assertEquals(List.of(), lines(""));
  }

  @Test
  void joinsLinesAcrossBuffers() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      expected.add("x".repeat(i * 37 % 3_001) + i);
    }
    expected.add("y".repeat(900_000));
    assertEquals(expected, lines(String.join("\n", expected)));
  }

  @Test
  void skipsALongLineWithoutKeepingIt() throws IOException {
    LineScanner lines = new LineScanner(line(60L << 20));
    assertTrue(lines.next());
    assertTrue(lines.tooLong());
    assertTrue(lines.bytes().length <= 2 * LineScanner.LINE_BYTES_MAX);
    assertTrue(lines.next());
    assertEquals(4, lines.end() - lines.start());
    assertFalse(lines.next());
  }

  @Test
  void givesUpOnALineOfThreeGigabytes() {
    LineScanner lines = new LineScanner(line(3L << 30));
    IOException refused = assertThrows(IOException.class, lines::next);
    assertEquals("64 MiB without a record after line 0", refused.getMessage());
    assertTrue(lines.bytes().length <= 2 * LineScanner.LINE_BYTES_MAX);
  }

  /** One line of so many bytes and another. */
  private static InputStream line(long bytes) {
    return new InputStream() {
      private long left = bytes;

      @Override
      public int read() {
        throw new IllegalStateException("reads whole buffers only");
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        if (left <= -6) {
          return -1;
        }
        if (left <= 0) {
          byte[] tail = "\nnext\n".getBytes(StandardCharsets.US_ASCII);
          System.arraycopy(tail, 0, into, offset, 6);
          left = -6;
          return 6;
        }
        int n = (int) Math.min(left, length);
        left -= n;
        return n;
      }
    };
  }
}
