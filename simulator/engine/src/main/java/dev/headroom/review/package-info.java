/**
 * From outcomes to answers: objectives, causes by but-for reruns, verified fixes, assumptions that
 * turn the verdict, the verdict itself and run.json.
 *
 * <p>Open {@link dev.headroom.review.Review} first.
 */
package dev.headroom.review;
