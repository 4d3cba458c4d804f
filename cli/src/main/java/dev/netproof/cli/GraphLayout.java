package dev.netproof.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.netproof.policy.DeclaredGraph;
import dev.netproof.policy.GraphEdge;
import dev.netproof.policy.GraphNode;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkShape;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** Where everything of a drawn graph stands: in layers from left to right, pods inside their namespace. */
final class GraphLayout {

    /** Pixels of one character of the fixed-width font that is drawn with. */
    static final double CHARACTER = 7.3;

    private static final double LINE = 18;
    private static final double BOX = 34;
    private static final double MARGIN = 12;
    private static final int LONGEST = 42;

    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<String, ElkNode> areas = new LinkedHashMap<>();
    private final Map<GraphNode, ElkNode> boxes = new LinkedHashMap<>();
    private final Map<GraphEdge, ElkEdge> arrows = new LinkedHashMap<>();
    /** Those of them that are the same the other way round, and drawn once. */
    private final Set<GraphEdge> mutual = new HashSet<>();

    /** A point, in pixels from the upper left corner of the drawing. */
    record Point(double x, double y) {}

    /** A place for text, or for what holds other boxes. */
    record Box(String text, Point at, double width, double height) {}

    /**
     * One edge, or two that are alike.
     *
     * @param label with the whole text, which the box may be too small for
     * @param settled whether nothing of it is unknown
     * @param mutual whether it leads both ways
     */
    record Arrow(List<Point> points, Box label, boolean settled, boolean mutual) {}

    /** @param outside addresses that are no pod's */
    record Picture(double width, double height, List<Box> namespaces, List<Box> workloads, List<Box> outside,
            List<Arrow> arrows) {}

    private GraphLayout(DeclaredGraph graph) {
        holder(root, new ElkPadding(MARGIN));
        graph.nodes().forEach(this::box);
        Set<GraphEdge> all = Set.copyOf(graph.edges());
        for (GraphEdge edge : graph.edges()) {
            if (arrows.containsKey(backward(edge))) {
                continue;
            }
            if (all.contains(backward(edge))) {
                mutual.add(edge);
            }
            ElkEdge arrow = ElkGraphUtil.createSimpleEdge(box(edge.source()), box(edge.destination()));
            ElkLabel label = ElkGraphUtil.createLabel(shown(edge.connections()), arrow);
            label.setDimensions(label.getText().length() * CHARACTER, LINE);
            label.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
            label.setProperty(CoreOptions.EDGE_LABELS_INLINE, true);
            arrows.put(edge, arrow);
        }
    }

    static Picture of(DeclaredGraph graph) {
        GraphLayout layout = new GraphLayout(graph);
        new RecursiveGraphLayoutEngine().layout(layout.root, new NullElkProgressMonitor());
        return layout.picture();
    }

    /** What is shown of a text; who looks closer is told all of it. */
    static String shown(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 2) + " …";
    }

    private ElkNode box(GraphNode node) {
        return boxes.computeIfAbsent(node, any -> {
            ElkNode box = ElkGraphUtil.createNode(switch (node) {
                case GraphNode.Workload workload -> area(workload.namespace());
                case GraphNode.ClusterNode machine -> root;
                case GraphNode.External external -> root;
            });
            box.setDimensions(shown(text(node)).length() * CHARACTER + 2 * MARGIN, BOX);
            return box;
        });
    }

    private ElkNode area(String namespace) {
        return areas.computeIfAbsent(namespace, name -> {
            ElkNode area = ElkGraphUtil.createNode(root);
            holder(area, new ElkPadding(MARGIN + LINE, MARGIN, MARGIN, MARGIN));
            return area;
        });
    }

    private static void holder(ElkNode node, ElkPadding padding) {
        node.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        node.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
        node.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        node.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        node.setProperty(CoreOptions.SPACING_NODE_NODE, 2 * MARGIN);
        node.setProperty(CoreOptions.PADDING, padding);
    }

    private static String text(GraphNode node) {
        return switch (node) {
            case GraphNode.Workload workload -> workload.name() + " [" + workload.kind() + "]";
            case GraphNode.ClusterNode machine -> machine.label();
            case GraphNode.External external -> external.label();
        };
    }

    private Picture picture() {
        List<Box> namespaces = new ArrayList<>();
        areas.forEach((name, area) -> namespaces.add(box(name, area, new Point(0, 0))));
        List<Box> workloads = new ArrayList<>();
        List<Box> outside = new ArrayList<>();
        boxes.forEach((node, box) -> {
            switch (node) {
                case GraphNode.Workload workload -> workloads.add(box(text(node), box, origin(box.getParent())));
                case GraphNode.ClusterNode machine -> outside.add(box(text(node), box, origin(box.getParent())));
                case GraphNode.External external -> outside.add(box(text(node), box, origin(box.getParent())));
            }
        });
        List<Arrow> drawn = new ArrayList<>();
        arrows.forEach((edge, arrow) -> drawn.add(arrow(edge, arrow)));
        return new Picture(root.getWidth(), root.getHeight(), namespaces, workloads, outside, drawn);
    }

    /** Edges and boxes stand relative to what holds them, which is the root or a namespace in it. */
    private static Point origin(ElkNode holder) {
        return holder.getParent() == null ? new Point(0, 0) : new Point(holder.getX(), holder.getY());
    }

    private static Box box(String text, ElkShape shape, Point origin) {
        return new Box(text, new Point(origin.x() + shape.getX(), origin.y() + shape.getY()), shape.getWidth(),
                shape.getHeight());
    }

    private static GraphEdge backward(GraphEdge edge) {
        return new GraphEdge(edge.destination(), edge.source(), edge.allowed(), edge.unknown());
    }

    private Arrow arrow(GraphEdge edge, ElkEdge arrow) {
        Point origin = origin(arrow.getContainingNode());
        List<Point> points = new ArrayList<>();
        for (ElkEdgeSection section : arrow.getSections()) {
            points.add(new Point(origin.x() + section.getStartX(), origin.y() + section.getStartY()));
            section.getBendPoints()
                    .forEach(bend -> points.add(new Point(origin.x() + bend.getX(), origin.y() + bend.getY())));
            points.add(new Point(origin.x() + section.getEndX(), origin.y() + section.getEndY()));
        }
        return new Arrow(points, box(edge.connections(), arrow.getLabels().get(0), origin), edge.unknown().isEmpty(),
                mutual.contains(edge));
    }
}
