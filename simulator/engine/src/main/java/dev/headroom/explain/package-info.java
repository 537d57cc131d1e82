/**
 * Answers about a finished result: what happened at a moment, why requests failed, what the
 * autoscaler decided, how long a reaction took, and one request's life.
 *
 * <p>All but the last read the saved result alone. A request's life is not in it: the scenario that
 * run.json holds is run again with somebody who looks on, and the fingerprint tells whether it was
 * the same run. Open {@link dev.headroom.explain.Answer} first.
 */
package dev.headroom.explain;
