/**
 * A second simulator, as obvious as it can be: objects, lists that are searched, one queue of
 * event objects. It must agree with the fast one outcome by outcome ({@link
 * dev.headroom.twin.TwinTest}).
 *
 * <p>It shares with the engine what is proved elsewhere: the scenario as read, keyed draws and
 * distributions, how a start's phases are drawn, and what an autoscaler decides from what it sees.
 * It shares nothing of the package {@code simulation}, and does without a database and without
 * queues of messages; which scenarios it can run, {@code Comparison.covered} says. Open {@link
 * dev.headroom.twin.World} first.
 */
package dev.headroom.twin;
