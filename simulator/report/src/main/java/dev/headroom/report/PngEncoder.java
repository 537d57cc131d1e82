package dev.headroom.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Pixels as a PNG (ISO/IEC 15948), 8 bits a channel without alpha.
 *
 * <p>The JDK's encoder tries five filters a row and loads its plug-ins first, a third of the time
 * of a short run. Rows of a chart mostly repeat the row above, so one filter, "up", does.
 */
final class PngEncoder {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int FILTER_UP = 2;
  private static final int LEVEL = 6;

  private PngEncoder() {}

  /** From pixels in rows, each {@code 0xRRGGBB}. */
  static byte[] encode(int[] pixels, int width, int height) {
    byte[] rows = new byte[height * (1 + 3 * width)];
    int out = 0;
    for (int y = 0; y < height; y++) {
      rows[out++] = FILTER_UP;
      int at = y * width;
      for (int x = 0; x < width; x++, at++) {
        int rgb = pixels[at];
        int above = y == 0 ? 0 : pixels[at - width];
        rows[out++] = (byte) ((rgb >> 16) - (above >> 16));
        rows[out++] = (byte) ((rgb >> 8) - (above >> 8));
        rows[out++] = (byte) (rgb - above);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream(1 << 17);
    png.writeBytes(SIGNATURE);
    byte[] header = new byte[13];
    putInt(header, 0, width);
    putInt(header, 4, height);
    header[8] = 8;
    header[9] = 2;
    chunk(png, "IHDR", header, header.length);
    byte[] packed = new byte[rows.length / 4 + 1024];
    int length = deflate(rows, packed);
    while (length == packed.length) {
      packed = new byte[packed.length * 2];
      length = deflate(rows, packed);
    }
    chunk(png, "IDAT", packed, length);
    chunk(png, "IEND", new byte[0], 0);
    return png.toByteArray();
  }

  /** Returns the length, which is that of {@code to} if the room was too small. */
  private static int deflate(byte[] from, byte[] to) {
    Deflater deflater = new Deflater(LEVEL);
    try {
      deflater.setInput(from);
      deflater.finish();
      return deflater.deflate(to);
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data, int length) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    byte[] number = new byte[4];
    putInt(number, 0, length);
    png.writeBytes(number);
    png.writeBytes(name);
    png.write(data, 0, length);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data, 0, length);
    putInt(number, 0, (int) crc.getValue());
    png.writeBytes(number);
  }

  private static void putInt(byte[] to, int at, int value) {
    to[at] = (byte) (value >> 24);
    to[at + 1] = (byte) (value >> 16);
    to[at + 2] = (byte) (value >> 8);
    to[at + 3] = (byte) value;
  }
}
