package dev.headroom.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Adds to a document what only the command line knows. */
@FunctionalInterface
public interface Description {
  /**
   * Adds it.
   *
   * @param command that gave the result, without its seed
   * @param text of the scenario's file
   */
  void add(ObjectNode run, String command, String text);
}
