package dev.headroom.replication;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be run, in texts and numbers only: whoever has this, the models of the same version
 * and the files that it names can do any part of it, in any order, with the same results.
 *
 * @param <R> what is kept of each part; serialisable too
 */
public interface Work<R> extends Serializable {
  /**
   * Makes it ready: what it gives is a pure function of a part's number, for any thread.
   *
   * @throws dev.headroom.core.UserError where it cannot be done
   */
  Batch.Job<R> open();

  /** The files that it reads, as they are found from the folder it was described in. */
  List<Path> files();
}
