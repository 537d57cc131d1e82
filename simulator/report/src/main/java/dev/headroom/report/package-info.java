/**
 * Charts and the one-file review of a saved result.
 *
 * <pre>
 * SavedResult -> ResultView -> ChartKind -> Panel (what to show) -> PanelPainter -> PNG, SVG
 *                          \-> ReportPage (HTML around the SVG)  -> report.html
 * </pre>
 *
 * <p>A chart decides only what is shown; sizes, colours, axes and files are the painter's, so that
 * all panels line up. Imports {@code core} and {@code results} of the engine, never a running
 * engine: a result can be drawn again without being run again. Open {@link
 * dev.headroom.report.ChartKind} first.
 */
package dev.headroom.report;
