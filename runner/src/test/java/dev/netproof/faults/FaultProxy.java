package dev.netproof.faults;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Stands before the API server that a kubeconfig names. Faultless until it is given a script. */
public final class FaultProxy implements AutoCloseable {

    private static final Pattern SERVER = Pattern.compile("server: (\\S+)");
    private static final Pattern AUTHORITY = Pattern.compile("certificate-authority-data: (\\S+)");

    private final URI target;
    private final ProxyIdentity identity;
    private final SSLContext onward;
    private final Path kubeconfig;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Request> seen = new ConcurrentLinkedQueue<>();
    private final Queue<Fault> done = new ConcurrentLinkedQueue<>();
    private volatile Script script = Script.NO_FAULT;
    private volatile boolean silent;
    private volatile @Nullable ServerSocket listener;

    private FaultProxy(Path folder, String kubeconfigText) throws IOException {
        Matcher server = SERVER.matcher(kubeconfigText);
        if (!server.find()) {
            throw new IOException("a kubeconfig without a server");
        }
        this.target = URI.create(server.group(1));
        this.identity = ProxyIdentity.make(folder);
        this.onward = ProxyIdentity.trustingAll();
        this.port = listen(0);
        String authority = Base64.getEncoder()
                .encodeToString(identity.certificate().getBytes(StandardCharsets.US_ASCII));
        this.kubeconfig = Files.writeString(folder.resolve("proxy.kubeconfig"), AUTHORITY
                .matcher(server.replaceFirst("server: https://127.0.0.1:" + port))
                .replaceFirst("certificate-authority-data: " + authority));
    }

    /**
     * Starts before the server of the kubeconfig.
     *
     * @param folder for the kubeconfig of the proxy
     */
    public static FaultProxy before(String kubeconfigText, Path folder) throws IOException {
        return new FaultProxy(folder, kubeconfigText);
    }

    /** Names the proxy as the server, and else what the server's own does. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    /** From now on; what is under way goes on as it began. */
    public void play(Script next) {
        script = next;
    }

    /** All requests that came, in their order. */
    public List<Request> seen() {
        return List.copyOf(seen);
    }

    /** What was done to requests. */
    public List<Fault> done() {
        return List.copyOf(done);
    }

    public void forget() {
        seen.clear();
        done.clear();
    }

    /** Ends every connection, and refuses new ones. */
    public void stop() throws IOException {
        ServerSocket listening = listener;
        listener = null;
        if (listening != null) {
            listening.close();
        }
        open.forEach(Connection::reset);
        open.clear();
    }

    /** Listens again where it did, as soon as the port is free: a listener that is closed in mid-accept keeps it a moment. */
    public void restart() {
        silent = false;
        Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50)).atMost(Duration.ofSeconds(10))
                .ignoreExceptionsInstanceOf(BindException.class).until(() -> listen(port) == port);
    }

    /** Nothing that comes is answered any more, nor is what is open, though nothing is closed. */
    public void fallSilent() {
        silent = true;
    }

    boolean isSilent() {
        return silent;
    }

    private int listen(int where) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), where), 256);
        listener = socket;
        Thread.ofPlatform().daemon().name("fault-proxy").start(() -> accept(socket));
        return socket.getLocalPort();
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                Thread.ofPlatform().daemon().name("fault-proxy-connection").start(() -> serve(client));
            }
        } catch (IOException closed) {
            // Stopped.
        }
    }

    private void serve(Socket client) {
        try {
            new Connection(this, client).serve();
        } catch (IOException ended) {
            Connection.reset(client);
        } finally {
            open.remove(client);
        }
    }

    SSLContext identity() {
        return identity.server();
    }

    Socket onward() throws IOException {
        Socket socket = onward.getSocketFactory().createSocket(target.getHost(), target.getPort());
        open.add(socket);
        return socket;
    }

    void ended(Socket socket) {
        open.remove(socket);
    }

    Fault next(Request request) {
        seen.add(request);
        Fault fault = script.of(request);
        if (!(fault instanceof Fault.None)) {
            done.add(fault);
        }
        return fault;
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
