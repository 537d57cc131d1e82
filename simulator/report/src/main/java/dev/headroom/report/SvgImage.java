package dev.headroom.report;

import java.awt.Graphics2D;
import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.apache.batik.svggen.SVGIDGenerator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A panel as an SVG element that can stand alone or inside a page. */
final class SvgImage {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private static final Pattern LINE_IN_TAG = Pattern.compile("\\s*\\n\\s*(/?>)");

  private SvgImage() {}

  /**
   * Draws a panel.
   *
   * @param idPrefix keeps the ids of several pictures in one page apart
   * @param description for readers who do not see the picture
   */
  static String of(
      ResultView view,
      Panel panel,
      ChartSize size,
      Theme theme,
      String idPrefix,
      String description) {
    return of(
        size,
        new PanelPainter(view, panel, size, theme)::paint,
        idPrefix,
        panel.title(),
        description);
  }

  /** The same of whatever somebody paints at a size. */
  static String of(
      ChartSize size,
      Consumer<Graphics2D> painter,
      String idPrefix,
      String title,
      String description) {
    Document document = document();
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setPrecision(2);
    context.setComment(null);
    context.setEmbeddedFontsOn(false);
    context.setIDGenerator(new SVGIDGenerator() {
      private int last;

      @Override
      public String generateID(String prefix) {
        last++;
        return idPrefix + prefix + last;
      }
    });
    SvgSurface surface = new SvgSurface(context);
    painter.accept(surface);
    Element root = surface.getRoot();
    root.setAttribute("viewBox", "0 0 " + size.width() + " " + size.height());
    root.setAttribute("width", Integer.toString(size.width()));
    root.setAttribute("height", Integer.toString(size.height()));
    root.setAttribute("role", "img");
    root.setAttribute("aria-labelledby", idPrefix + "title " + idPrefix + "desc");
    prepend(document, root, "desc", idPrefix + "desc", description);
    prepend(document, root, "title", idPrefix + "title", title);
    StringWriter out = new StringWriter(1 << 16);
    try {
      surface.stream(root, out, false, false);
    } catch (SVGGraphics2DIOException e) {
      throw new IllegalStateException("a string cannot be written to", e);
    }
    String text = out.toString();
    // Batik breaks lines inside tags and leaves an empty element whose id would repeat in a page.
    return LINE_IN_TAG
        .matcher(text.substring(text.indexOf("<svg")))
        .replaceAll("$1")
        .strip()
        .replace("<defs id=\"genericDefs\"/>", "");
  }

  /** For a page, whose parser knows the namespace; the name would look like an outside address. */
  static String inline(String svg) {
    return PathText.compact(svg)
        .replace(" xmlns=\"" + NAMESPACE + "\"", "")
        .replace(" xmlns:xlink=\"http://www.w3.org/1999/xlink\"", "");
  }

  /** The whole file around {@link #of}. */
  static String file(String svg) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg + "\n";
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK has no XML documents", e);
    }
  }

  private static void prepend(
      Document document, Element root, String name, String id, String text) {
    Element element = document.createElementNS(NAMESPACE, name);
    element.setAttribute("id", id);
    element.appendChild(document.createTextNode(text));
    root.insertBefore(element, root.getFirstChild());
  }
}
