package dev.headroom.simulation;

import dev.headroom.core.Draws;
import java.util.Arrays;

/** The less loaded of one or two instances drawn at random (two: power of two choices). */
final class SampledDispatch extends Dispatch {
  private final Draws draws;
  private final int choices;
  private int[] member = new int[64];
  private int[] position = new int[64];
  private int[] loadOf = new int[64];
  private int size;
  private int draw;

  SampledDispatch(Draws draws, int choices) {
    this.draws = draws;
    this.choices = choices;
  }

  @Override
  void add(int instance, int load) {
    if (size == member.length) {
      member = Arrays.copyOf(member, size * 2);
    }
    if (instance >= position.length) {
      position = Arrays.copyOf(position, 2 * instance);
      loadOf = Arrays.copyOf(loadOf, 2 * instance);
    }
    position[instance] = size;
    member[size++] = instance;
    loadOf[instance] = load;
  }

  @Override
  void remove(int instance, int load) {
    int hole = position[instance];
    int last = member[--size];
    member[hole] = last;
    position[last] = hole;
  }

  @Override
  void loadChanged(int instance, int oldLoad, int newLoad) {
    loadOf[instance] = newLoad;
  }

  @Override
  int pick(long entity) {
    if (size == 0) {
      return -1;
    }
    draw++;
    int first = draws.below(size, entity, 2 * draw);
    if (choices == 1 || size == 1) {
      return member[first];
    }
    int second = draws.below(size - 1, entity, 2 * draw + 1);
    if (second >= first) {
      second++;
    }
    int a = member[first];
    int b = member[second];
    return loadOf[b] < loadOf[a] ? b : a;
  }
}
