package dev.netproof.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a server says over a WebSocket (RFC 6455), frame by frame, with a fault at its place. */
final class FrameRelay {

    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int STATUS_CHANNEL = 3;

    private final Connection connection;
    private final Fault fault;
    private final InputStream from;
    private final OutputStream to;
    private final List<Frame> held = new ArrayList<>();
    private boolean done;

    FrameRelay(Connection connection, Fault fault, InputStream from, OutputStream to) {
        this.connection = connection;
        this.fault = fault;
        this.from = from;
        this.to = to;
    }

    /** From the server, so without a mask. */
    private static final class Frame {

        private final int opcode;
        private final byte[] payload;
        private final byte[] bytes;

        private Frame(int opcode, byte[] payload, byte[] bytes) {
            this.opcode = opcode;
            this.payload = payload;
            this.bytes = bytes;
        }

        static Frame of(int opcode, byte[] payload) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(0x80 | opcode);
            if (payload.length < 126) {
                bytes.write(payload.length);
            } else if (payload.length < 0x10000) {
                bytes.write(126);
                bytes.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
            } else {
                bytes.write(127);
                bytes.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
            }
            bytes.writeBytes(payload);
            return new Frame(opcode, payload, bytes.toByteArray());
        }

        boolean isData() {
            return opcode < CLOSE;
        }

        boolean isStatus() {
            return opcode == BINARY && payload.length > 0 && payload[0] == STATUS_CHANNEL;
        }
    }

    /** Returns when either side has ended. */
    void run() throws IOException {
        if (cutAt(Fault.Moment.OPENED)) {
            return;
        }
        for (Frame frame = read(); frame != null; frame = read()) {
            if (connection.isCut() || !relay(frame)) {
                return;
            }
        }
    }

    private boolean relay(Frame frame) throws IOException {
        if (frame.isStatus() && cutAt(Fault.Moment.BEFORE_STATUS)) {
            return false;
        }
        if (frame.isData() && !frame.isStatus() && cutAt(Fault.Moment.FIRST_OUTPUT)) {
            return false;
        }
        if (frame.isData() && !frame.isStatus() && isDue(Fault.Moment.WITHIN_OUTPUT)) {
            to.write(frame.bytes, 0, frame.bytes.length / 2 + 1);
            to.flush();
            return !cutAt(Fault.Moment.WITHIN_OUTPUT);
        }
        if (fault instanceof Fault.Status(Fault.OfStatus what)) {
            status(what, frame);
        } else {
            write(frame);
        }
        return true;
    }

    private void status(Fault.OfStatus what, Frame frame) throws IOException {
        switch (what) {
            case LOST -> {
                if (!frame.isStatus()) {
                    write(frame);
                }
            }
            case DUPLICATED -> {
                write(frame);
                if (frame.isStatus()) {
                    write(frame);
                }
            }
            case TORN -> {
                if (frame.isStatus()) {
                    int half = frame.payload.length / 2;
                    byte[] rest = new byte[frame.payload.length - half + 1];
                    rest[0] = STATUS_CHANNEL;
                    System.arraycopy(frame.payload, half, rest, 1, rest.length - 1);
                    write(Frame.of(BINARY, Arrays.copyOf(frame.payload, half)));
                    write(Frame.of(BINARY, rest));
                } else {
                    write(frame);
                }
            }
            case BEFORE_OUTPUT -> {
                if (frame.isData() && !frame.isStatus()) {
                    held.add(frame);
                } else {
                    write(frame);
                }
                if (frame.isStatus()) {
                    for (Frame late : held) {
                        write(late);
                    }
                }
            }
        }
    }

    private boolean isDue(Fault.Moment moment) {
        return !done && fault instanceof Fault.StreamCut stream && stream.moment() == moment;
    }

    private boolean cutAt(Fault.Moment moment) throws IOException {
        if (isDue(moment) && fault instanceof Fault.StreamCut stream) {
            done = true;
            connection.cut(stream.cut());
            return true;
        }
        return false;
    }

    private void write(Frame frame) throws IOException {
        to.write(frame.bytes);
        to.flush();
    }

    private @Nullable Frame read() throws IOException {
        int first = from.read();
        if (first < 0) {
            return null;
        }
        int length = from.read() & 0x7f;
        long size = length < 126 ? length
                : ByteBuffer.wrap(concat(new byte[length == 126 ? 6 : 0], from.readNBytes(length == 126 ? 2 : 8)))
                        .getLong();
        byte[] payload = from.readNBytes((int) size);
        Frame whole = Frame.of(first & 0x0f, payload);
        whole.bytes[0] = (byte) first;
        return whole;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
