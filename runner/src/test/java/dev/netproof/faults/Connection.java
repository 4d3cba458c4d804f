package dev.netproof.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/** One connection of a client, with one of its own to the server behind. */
final class Connection {

    private final FaultProxy proxy;
    private final Socket raw;
    private final SSLSocket client;
    private volatile boolean cut;

    Connection(FaultProxy proxy, Socket raw) throws IOException {
        this.proxy = proxy;
        this.raw = raw;
        raw.setTcpNoDelay(true);
        this.client = (SSLSocket) proxy.identity().getSocketFactory().createSocket(raw, null, raw.getPort(), true);
        client.setUseClientMode(false);
    }

    /** Ends a connection as a machine does that knows nothing of it. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // It is closed, then.
        }
    }

    void serve() throws IOException {
        if (proxy.isSilent()) {
            rest();
            return;
        }
        InputStream fromClient = new BufferedInputStream(client.getInputStream());
        try (Socket server = proxy.onward()) {
            server.setTcpNoDelay(true);
            InputStream fromServer = new BufferedInputStream(server.getInputStream(), 64 * 1024);
            try {
                while (exchange(fromClient, server, fromServer)) {
                    // The next request of the same connection.
                }
            } finally {
                proxy.ended(server);
            }
        }
        client.close();
    }

    /** @return whether another request may come */
    private boolean exchange(InputStream fromClient, Socket server, InputStream fromServer) throws IOException {
        String head = head(fromClient);
        if (head.isEmpty()) {
            return false;
        }
        byte[] body = fromClient.readNBytes(Math.max(0, length(head)));
        Fault fault = proxy.next(request(head));
        if (proxy.isSilent()) {
            rest();
            return false;
        }
        switch (fault) {
            case Fault.Latency(var time) -> rest(time.toMillis());
            case Fault.Answer answer -> {
                client.getOutputStream().write(text(answer).getBytes(StandardCharsets.US_ASCII));
                return true;
            }
            case Fault.NotSent(Fault.Cut cut) -> {
                cut(cut);
                return false;
            }
            case Fault.None none -> {
                // As ever.
            }
            case Fault.Failed later -> {
                // When it is answered.
            }
            case Fault.AnswerLost later -> {
                // When it is answered.
            }
            case Fault.StreamCut later -> {
                // When it has become a stream.
            }
            case Fault.Status later -> {
                // When it comes.
            }
        }
        OutputStream toServer = server.getOutputStream();
        toServer.write(head.getBytes(StandardCharsets.ISO_8859_1));
        toServer.write(body);
        toServer.flush();
        return answer(fault, fromClient, toServer, fromServer);
    }

    private boolean answer(Fault fault, InputStream fromClient, OutputStream toServer, InputStream fromServer)
            throws IOException {
        String head = head(fromServer);
        if (head.isEmpty()) {
            throw new EOFException("the server closed");
        }
        OutputStream toClient = client.getOutputStream();
        if (head.startsWith("HTTP/1.1 101")) {
            if (fault instanceof Fault.AnswerLost(Fault.Cut cut)) {
                cut(cut);
                return false;
            }
            toClient.write(head.getBytes(StandardCharsets.ISO_8859_1));
            toClient.flush();
            Thread.ofPlatform().daemon().name("fault-proxy-upstream").start(() -> pump(fromClient, toServer));
            new FrameRelay(this, fault, fromServer, toClient).run();
            return false;
        }
        boolean chunked = head.toLowerCase(Locale.ROOT).contains("\r\ntransfer-encoding: chunked\r\n");
        if (fault instanceof Fault.AnswerLost(Fault.Cut cut)) {
            cut(cut);
            return false;
        }
        if (fault instanceof Fault.Failed(int status)) {
            toClient.write(text(new Fault.Answer(status, -1)).getBytes(StandardCharsets.US_ASCII));
            client.close();
            return false;
        }
        toClient.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (chunked) {
            chunks(fromServer, toClient);
        } else {
            toClient.write(fromServer.readNBytes(Math.max(0, length(head))));
        }
        toClient.flush();
        return true;
    }

    private void chunks(InputStream from, OutputStream to) throws IOException {
        int size;
        do {
            String line = line(from);
            size = Integer.parseInt(line.strip().split(";", 2)[0], 16);
            to.write(line.getBytes(StandardCharsets.ISO_8859_1));
            to.write(from.readNBytes(size + 2));
            to.flush();
        } while (size > 0);
    }

    private void pump(InputStream from, OutputStream to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                if (!proxy.isSilent() && !isCut()) {
                    to.write(buffer, 0, read);
                    to.flush();
                }
            }
            to.close();
        } catch (IOException ended) {
            // Either side is gone, and the other will notice.
        }
    }

    boolean isCut() {
        return cut || proxy.isSilent();
    }

    void cut(Fault.Cut how) throws IOException {
        cut = true;
        switch (how) {
            case RESET -> reset(raw);
            case SILENT -> rest();
        }
    }

    /** Until the client has enough, or the proxy ends. */
    private void rest() throws IOException {
        cut = true;
        while (!raw.isClosed() && raw.getInputStream().read() >= 0) {
            // Heard, and not answered.
        }
    }

    private static void rest(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static String text(Fault.Answer answer) {
        String json = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + answer.status()
                + ",\"message\":\""
                + (answer.status() == 403 ? "User \\\"prober\\\" cannot do this" : "by the fault proxy")
                + "\"}";
        return "HTTP/1.1 " + answer.status() + " Fault\r\nContent-Type: application/json\r\nContent-Length: "
                + json.length() + (answer.retryAfter() < 0 ? "" : "\r\nRetry-After: " + answer.retryAfter())
                + "\r\n\r\n"
                + json;
    }

    private static Request request(String head) {
        String[] first = head.split("\r\n", 2)[0].split(" ", 3);
        String[] target = first[1].split("\\?", 2);
        return new Request(first[0], target[0], target.length > 1 ? target[1] : "",
                head.toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket\r\n"));
    }

    private static int length(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\r\ncontent-length:");
        return at < 0 ? 0 : Integer.parseInt(lower.substring(at + 17, lower.indexOf("\r\n", at + 17)).strip());
    }

    /** With the empty line behind it; empty at the end. */
    private static String head(InputStream from) throws IOException {
        StringBuilder head = new StringBuilder();
        String line;
        do {
            line = line(from);
            head.append(line);
        } while (line.length() > 2);
        return head.toString();
    }

    private static String line(InputStream from) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        do {
            next = from.read();
            if (next >= 0) {
                line.write(next);
            }
        } while (next >= 0 && next != '\n');
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
