/**
 * From outcomes to answers: objectives, causes by but-for reruns, verified fixes, the verdict and
 * run.json.
 *
 * <p>Open {@link dev.headroom.review.Review} first.
 */
package dev.headroom.review;
