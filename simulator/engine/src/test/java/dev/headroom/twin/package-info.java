/**
 * A second simulator, as obvious as it can be: objects, lists that are searched, one queue of
 * event objects. It must agree with the fast one outcome by outcome ({@link
 * dev.headroom.twin.TwinTest}).
 *
 * <p>It shares with the engine what is proved elsewhere: the scenario as read, keyed draws and
 * distributions, how a start's phases are drawn, what an autoscaler decides from what it sees, and
 * how much contention slows a database. It shares nothing of the package {@code simulation}, nor of
 * {@code database} but its options, and can run every scenario. Open {@link
 * dev.headroom.twin.World} first.
 */
package dev.headroom.twin;
