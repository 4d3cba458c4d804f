package dev.netproof.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Small servers on 127.0.0.1, each on a port of its own. */
public final class LocalServers implements Closeable {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final List<Closeable> open = new ArrayList<>();
    private final Queue<String> datagrams = new ConcurrentLinkedQueue<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();

    /** Request line and headers of all requests that came. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** All datagrams that came, a character for each byte. */
    public List<String> datagrams() {
        return List.copyOf(datagrams);
    }

    public int http(int status, String body, String... headers) throws IOException {
        ServerSocket server = listen();
        String answer = "HTTP/1.1 " + status + " Status\r\nContent-Length: " + body.length() + "\r\n"
                + String.join("", List.of(headers)) + (headers.length > 0 ? "\r\n" : "") + "\r\n" + body;
        Thread.ofPlatform().daemon().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket client = server.accept();
                    Thread.ofVirtual().start(() -> answer(client, answer));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server.getLocalPort();
    }

    private void answer(Socket client, String answer) {
        try (client; var in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1))) {
            StringBuilder request = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                request.append(line).append('\n');
            }
            if (!request.isEmpty()) {
                requests.add(request.toString());
                client.getOutputStream().write(answer.getBytes(UTF_8));
                // The client closes: it must be its own choice not to use the connection again.
                in.read();
            }
        } catch (IOException e) {
            // The client went away; so does this thread.
            return;
        }
    }

    /** Accepts and never says a word. */
    public int silent() throws IOException {
        return listen().getLocalPort();
    }

    public int udp(byte[] answer) throws IOException {
        DatagramSocket socket = bind();
        Thread.ofPlatform().daemon().start(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            while (!socket.isClosed()) {
                try {
                    socket.receive(packet);
                    datagrams.add(new String(packet.getData(), 0, packet.getLength(), ISO_8859_1));
                    packet.setLength(2048);
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return socket.getLocalPort();
    }

    public int silentUdp() throws IOException {
        return bind().getLocalPort();
    }

    /** A port, of TCP and UDP, where nothing listens. */
    public int unused() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, HERE);
                DatagramSocket socket = new DatagramSocket(new InetSocketAddress(HERE, server.getLocalPort()))) {
            return socket.getLocalPort();
        }
    }

    private ServerSocket listen() throws IOException {
        ServerSocket server = new ServerSocket(0, 1000, HERE);
        open.add(server);
        return server;
    }

    private DatagramSocket bind() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(HERE, 0));
        open.add(socket);
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (Closeable server : open) {
            server.close();
        }
    }
}
