package dev.headroom.report;

import java.awt.Color;

/**
 * The palette by role. Colours with a contrast of at least 3:1 on both themes' backgrounds
 * that stay apart for colour-blind readers, and the ink of text.
 */
enum Tone {
  /** Served, busy. */
  BLUE(0x0072B2),
  /** Failed, limits. */
  VERMILLION(0xD55E00),
  /** Ready. */
  GREEN(0x009E73),
  /** Cold, starting. */
  PURPLE(0xCC79A7),
  /** Idle, neutral. */
  GREY(0x8A8F98),
  /** One more of several that are told apart by name. */
  OCHRE(0xA67C00),
  /** And one more. */
  SKY(0x2E97D0),
  /** What was asked for: the colour of text, so that it differs between themes. */
  INK(-1);

  private final int rgb;

  Tone(int rgb) {
    this.rgb = rgb;
  }

  Color on(Theme theme) {
    return rgb < 0 ? theme.ink() : new Color(rgb);
  }
}
