/**
 * Scenarios side by side: the same traffic and the same days, differences run by run.
 *
 * <p>{@link dev.headroom.comparison.Comparison} runs contenders and judges them; {@link
 * dev.headroom.comparison.CostCurve} does so at multiples of the traffic and finds where costs
 * cross; {@link dev.headroom.comparison.Transplant} moves a scenario to another platform and says
 * what did not go along; {@link dev.headroom.comparison.Changes} tells two scenarios apart setting
 * by setting. {@link dev.headroom.comparison.ComparisonDocument} holds the answer, which text,
 * Markdown, JUnit and charts are made from. Open {@code Comparison} first.
 */
package dev.headroom.comparison;
