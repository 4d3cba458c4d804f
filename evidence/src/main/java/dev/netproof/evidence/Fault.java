package dev.netproof.evidence;

/** Where to look for the fault when a path is closed that no policy closes, by what else was seen of its edge. */
public sealed interface Fault {

    /** In which layer. */
    Layer layer();

    /** The layers of a path. */
    enum Layer {
        DNS, SERVICE, ENDPOINTS, APPLICATION, NODE, PROXY, NETWORK
    }

    /** What points to a layer by itself. */
    enum Sign {
        /** No endpoint stands behind the Service. */
        NO_ENDPOINTS(Layer.ENDPOINTS),
        /** The connection got no further than the proxy. */
        STOPPED_AT_PROXY(Layer.PROXY),
        /** The DNS server that is the target gave no answer. */
        NO_DNS_ANSWER(Layer.DNS),
        /** Connected, and answered otherwise than expected. */
        OTHER_ANSWER(Layer.APPLICATION),
        /** Nothing behind the Service answers. */
        NO_BACKEND_ANSWERS(Layer.NETWORK),
        /** The pod refuses: nothing listens on the port. */
        NOT_LISTENING(Layer.APPLICATION),
        /** The pod gives no answer, not even a refusal. */
        SILENCE(Layer.NETWORK),
        /** Something answers at the address outside the cluster, and refuses. */
        HOST_REFUSES(Layer.APPLICATION),
        /** Nothing answers at the address outside the cluster. */
        HOST_SILENT(Layer.NETWORK);

        private final Layer layer;

        Sign(Layer layer) {
            this.layer = layer;
        }
    }

    /** One that needs no more to be told. */
    record Told(Sign sign) implements Fault {

        @Override
        public Layer layer() {
            return sign.layer;
        }
    }

    /** So many endpoints stand behind the Service, and none is ready. */
    record NoneReady(int endpoints) implements Fault {

        @Override
        public Layer layer() {
            return Layer.ENDPOINTS;
        }
    }

    /** An endpoint answers, and the Service's own address does not. */
    record ServiceAddress(Endpoint answering) implements Fault {

        @Override
        public Layer layer() {
            return Layer.SERVICE;
        }
    }

    /** Another pod answers on the same node. */
    record OnePod(Endpoint neighbour) implements Fault {

        @Override
        public Layer layer() {
            return Layer.APPLICATION;
        }
    }

    /** No endpoint on the node answers, and so many elsewhere do. */
    record OneNode(String node, int elsewhere) implements Fault {

        @Override
        public Layer layer() {
            return Layer.NODE;
        }
    }
}
