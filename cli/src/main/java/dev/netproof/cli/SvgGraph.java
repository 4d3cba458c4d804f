package dev.netproof.cli;

import java.io.IOException;
import java.util.Locale;

import dev.netproof.cli.GraphLayout.Arrow;
import dev.netproof.cli.GraphLayout.Box;
import dev.netproof.cli.GraphLayout.Picture;
import dev.netproof.cli.GraphLayout.Point;
import dev.netproof.policy.DeclaredGraph;

/** The declared graph as one SVG 1.1 picture: no script, no font or image from elsewhere, every name is text. */
final class SvgGraph {

    private static final String STYLE = """
                                        text { font: 12px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #1d2433; dominant-baseline: central; text-anchor: middle; }
                                        .namespace rect { fill: #f3f6fa; stroke: #c6d0de; }
                                        .namespace text { text-anchor: start; fill: #5a6780; font-weight: bold; }
                                        .workload rect { fill: #ffffff; stroke: #4a6fa5; }
                                        .outside rect { fill: #fdf6e7; stroke: #b98a2f; }
                                        .arrow path { fill: none; stroke: #6b7a92; }
                                        .arrow rect { fill: #ffffff; fill-opacity: 0.88; stroke: none; }
                                        .arrow text { fill: #33415c; font-size: 11px; }
                                        .unsettled path { stroke-dasharray: 5 4; }
                                        .arrow:hover path { stroke: #c2410c; stroke-width: 2; }
                                        """;

    private static final int MARGIN = 12;
    private static final int REPLACEMENT = 0xFFFD;

    private final Appendable out;

    private SvgGraph(Appendable out) {
        this.out = out;
    }

    static void write(DeclaredGraph graph, Appendable out) throws IOException {
        new SvgGraph(out).draw(GraphLayout.of(graph));
    }

    private void draw(Picture picture) throws IOException {
        String size = "width=\"%s\" height=\"%s\"".formatted(number(picture.width()), number(picture.height()));
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" ").append(size).append(" viewBox=\"0 0 ")
                .append(number(picture.width())).append(' ').append(number(picture.height()))
                .append("\" role=\"img\" aria-label=\"Who may reach whom, as declared\">\n<style>\n").append(STYLE)
                .append("</style>\n<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" "
                        + "markerHeight=\"7\" orient=\"auto-start-reverse\"><path d=\"M0 0L8 4L0 8z\" fill=\"#6b7a92\"/></marker></defs>\n"
                        + "<rect ")
                .append(size).append(" fill=\"#ffffff\"/>\n");
        for (Box namespace : picture.namespaces()) {
            box("namespace", namespace, new Point(namespace.at().x() + MARGIN, namespace.at().y() + MARGIN + 4));
        }
        for (Arrow arrow : picture.arrows()) {
            line(arrow);
        }
        for (Arrow arrow : picture.arrows()) {
            label(arrow);
        }
        for (Box workload : picture.workloads()) {
            box("workload", workload, middle(workload));
        }
        for (Box outside : picture.outside()) {
            box("outside", outside, middle(outside));
        }
        out.append("</svg>\n");
    }

    private void box(String kind, Box box, Point text) throws IOException {
        out.append("<g class=\"").append(kind).append("\"><title>").append(escaped(box.text())).append("</title>");
        rect(box, " rx=\"6\"");
        text(box, text);
        out.append("</g>\n");
    }

    private void line(Arrow arrow) throws IOException {
        out.append("<g class=\"arrow").append(arrow.settled() ? "" : " unsettled").append("\"><title>")
                .append(escaped(arrow.label().text())).append("</title><path marker-end=\"url(#head)\" ")
                .append(arrow.mutual() ? "marker-start=\"url(#head)\" " : "").append("d=\"");
        char command = 'M';
        for (Point point : arrow.points()) {
            out.append(command).append(number(point.x())).append(' ').append(number(point.y()));
            command = 'L';
        }
        out.append("\"/></g>\n");
    }

    /** Above all lines. */
    private void label(Arrow arrow) throws IOException {
        out.append("<g class=\"arrow\"><title>").append(escaped(arrow.label().text())).append("</title>");
        rect(arrow.label(), "");
        text(arrow.label(), middle(arrow.label()));
        out.append("</g>\n");
    }

    private void rect(Box box, String more) throws IOException {
        out.append("<rect x=\"").append(number(box.at().x())).append("\" y=\"").append(number(box.at().y()))
                .append("\" width=\"").append(number(box.width())).append("\" height=\"").append(number(box.height()))
                .append('"').append(more).append("/>");
    }

    private void text(Box box, Point at) throws IOException {
        out.append("<text x=\"").append(number(at.x())).append("\" y=\"").append(number(at.y())).append("\">")
                .append(escaped(GraphLayout.shown(box.text()))).append("</text>");
    }

    private static Point middle(Box box) {
        return new Point(box.at().x() + box.width() / 2, box.at().y() + box.height() / 2);
    }

    private static String number(double pixels) {
        String one = String.format(Locale.ROOT, "%.1f", pixels);
        return one.endsWith(".0") ? one.substring(0, one.length() - 2) : one;
    }

    /** Names are what somebody chose: no markup, nothing that XML 1.0 has no place for, nothing that turns text around. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        Terminal.printable(text).codePoints().forEach(point -> {
            switch (point) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(hasPlace(point) ? point : REPLACEMENT);
            }
        });
        return escaped.toString();
    }

    private static boolean hasPlace(int point) {
        return (point >= ' ' && point < Character.MIN_SURROGATE)
                || (point > Character.MAX_SURROGATE && point != 0xFFFE && point != 0xFFFF);
    }
}
