package dev.headroom.core;

import java.util.Arrays;

/**
 * A set of small integers in which the first member at or after an index is found in a few steps,
 * however many there are: bits, with two levels of summary bits above them.
 */
public final class SlotSet {
  private long[] bits = new long[1];
  private long[] summary = new long[1];
  private long[] top = new long[1];
  private int size;

  public int size() {
    return size;
  }

  public boolean contains(int i) {
    int word = i >> 6;
    return word < bits.length && (bits[word] & 1L << i) != 0;
  }

  /** Adds {@code i}, 0 or more; no effect if it is a member. */
  public void add(int i) {
    int word = i >> 6;
    if (word >= bits.length) {
      grow(word);
    }
    if ((bits[word] & 1L << i) == 0) {
      bits[word] |= 1L << i;
      summary[word >> 6] |= 1L << word;
      top[word >> 12] |= 1L << (word >> 6);
      size++;
    }
  }

  /** Removes {@code i}; no effect if it is not a member. */
  public void remove(int i) {
    int word = i >> 6;
    if (word < bits.length && (bits[word] & 1L << i) != 0) {
      bits[word] &= ~(1L << i);
      if (bits[word] == 0) {
        summary[word >> 6] &= ~(1L << word);
        if (summary[word >> 6] == 0) {
          top[word >> 12] &= ~(1L << (word >> 6));
        }
      }
      size--;
    }
  }

  /** The smallest member at or after {@code from}, or -1. */
  public int next(int from) {
    int word = from >> 6;
    if (word >= bits.length) {
      return -1;
    }
    long here = bits[word] & -1L << from;
    if (here != 0) {
      return (word << 6) + Long.numberOfTrailingZeros(here);
    }
    word = nextIn(summary, word + 1);
    return word < 0 ? -1 : (word << 6) + Long.numberOfTrailingZeros(bits[word]);
  }

  /** First non-empty word at or after {@code word}. */
  private int nextIn(long[] words, int word) {
    int group = word >> 6; // there is one for the word after the last too
    long here = words[group] & -1L << word;
    if (here != 0) {
      return (group << 6) + Long.numberOfTrailingZeros(here);
    }
    for (int g = group + 1; g >> 6 < top.length; ) {
      long groups = top[g >> 6] & -1L << g;
      if (groups != 0) {
        int found = (g >> 6 << 6) + Long.numberOfTrailingZeros(groups);
        return (found << 6) + Long.numberOfTrailingZeros(words[found]);
      }
      g = (g >> 6) + 1 << 6;
    }
    return -1;
  }

  private void grow(int word) {
    int words = Math.max(bits.length * 2, word + 1);
    bits = Arrays.copyOf(bits, words);
    summary = Arrays.copyOf(summary, (words >> 6) + 1);
    top = Arrays.copyOf(top, (words >> 12) + 1);
  }
}
