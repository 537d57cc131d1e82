package dev.headroom.report;

import java.awt.RenderingHints;
import java.util.Locale;
import org.apache.batik.svggen.DOMGroupManager;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Element;

/** Batik's SVG graphics with text that is aligned by the reader's own font. */
final class SvgSurface extends SVGGraphics2D {
  SvgSurface(SVGGeneratorContext context) {
    super(context, false);
    // JFreeChart saves and restores this hint, and null cannot be restored.
    setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_DEFAULT);
  }

  void drawAnchored(String text, double x, double y, Text.Anchor anchor) {
    Element element = getDOMFactory().createElementNS(SVG_NAMESPACE_URI, "text");
    element.setAttribute("x", coordinate(x));
    element.setAttribute("y", coordinate(y));
    element.setAttribute("stroke", "none");
    if (anchor != Text.Anchor.START) {
      element.setAttribute("text-anchor", anchor.name().toLowerCase(Locale.ROOT));
    }
    element.appendChild(getDOMFactory().createTextNode(text));
    domGroupManager.addElement(element, DOMGroupManager.FILL);
  }

  private String coordinate(double value) {
    return getGeneratorContext().doubleString(value);
  }
}
