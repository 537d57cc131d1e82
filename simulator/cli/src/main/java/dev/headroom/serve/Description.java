package dev.headroom.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Adds to a document what only the command line knows. */
@FunctionalInterface
public interface Description {
  /**
   * Adds it.
   *
   * @param command the whole line that gives the result again
   * @param text of the scenario's file
   */
  void add(ObjectNode run, String command, String text);
}
