package dev.headroom.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.measure.Facts;
import dev.headroom.results.Count;

/** What a change did, number by number, before and after. */
final class Effect {
  private Effect() {}

  static void write(ObjectNode effect, Facts before, Facts after) {
    pair(effect, "failed", before.count(Count.FAILED), after.count(Count.FAILED), 0);
    pair(effect, "p99Ms", before.latencyMs(0.99, true), after.latencyMs(0.99, true), 1);
    pair(effect, "exhaustedSeconds", before.exhaustedSeconds(), after.exhaustedSeconds(), 3);
    pair(effect, "peakConnections", before.recorder.peakDbHeld(), after.recorder.peakDbHeld(), 0);
    pair(effect, "peakInstances", before.recorder.peakLive(), after.recorder.peakLive(), 0);
    pair(effect, "costTotal", cost(before), cost(after), 6);
  }

  static double cost(Facts of) {
    return of.money == null ? 0 : of.money.total();
  }

  private static void pair(
      ObjectNode effect, String name, double before, double after, int places) {
    ObjectNode both = effect.putObject(name);
    ResultDocument.put(both, "before", before, places);
    ResultDocument.put(both, "after", after, places);
  }
}
