package dev.netproof.lab.wire;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The process that holds the lab's namespaces. Everything in the lab descends from it, and it ends as soon as its
 * standard input closes: whatever way this JVM ends, nothing stays behind.
 *
 * <p>Thread-safe; requests run side by side. The other side of the conversation is {@code node.pl}.
 */
final class Holder implements AutoCloseable {

    /** Nothing the lab asks for takes a tenth of it, even on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LAST_WISH = Duration.ofSeconds(2);

    /** The program comes first on standard input, so that no file of it is needed. */
    private static final String BOOTSTRAP = "$/ = \"\\0\"; my $program = <STDIN>; chomp $program; $/ = \"\\n\"; "
            + "eval $program; die $@ if $@;";

    private final Process process;
    private final boolean inUserNamespace;
    private final OutputStream requests;
    private final Map<Long, CompletableFuture<Answer>> pending = new ConcurrentHashMap<>();
    private final Map<Long, IntConsumer> whenEnded = new HashMap<>();
    private final Map<Long, Integer> endedEarly = new HashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    private Holder(Process process, boolean inUserNamespace) {
        this.process = process;
        this.inUserNamespace = inUserNamespace;
        this.requests = process.getOutputStream();
    }

    /**
     * Starts in a user namespace of its own where the machine allows it, else needs to be root.
     *
     * @throws IOException if neither works; says why
     */
    static Holder start(Toolbox tools) throws IOException {
        try {
            return start(tools, true);
        } catch (IOException refused) {
            try {
                return start(tools, false);
            } catch (IOException alsoRefused) {
                IOException failure = new IOException("lab network: no namespaces on this machine, neither as a user ("
                        + refused.getMessage() + ") nor as root (" + alsoRefused.getMessage()
                        + "). Allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1,"
                        + " kernel.apparmor_restrict_unprivileged_userns=0), or run as root.", alsoRefused);
                failure.addSuppressed(refused);
                throw failure;
            }
        }
    }

    private static Holder start(Toolbox tools, boolean inUserNamespace) throws IOException {
        // In a session of its own: Ctrl-C is for whoever uses the lab, which ends it when it is done.
        ProcessBuilder builder = new ProcessBuilder("setsid", "unshare", inUserNamespace ? "-Urnmp" : "-nmp", "--fork",
                "--kill-child", "--mount-proc", "perl", "-e", BOOTSTRAP);
        builder.environment().clear();
        builder.environment().put("PATH", tools.path());
        Process process = builder.start();
        Holder holder = new Holder(process, inUserNamespace);
        CompletableFuture<Answer> hello = new CompletableFuture<>();
        holder.pending.put(0L, hello);
        startDaemon("netproof-lab-holder-errors", holder::collectComplaints);
        startDaemon("netproof-lab-holder", holder::receive);
        try {
            holder.requests.write((BundledPrograms.text("node.pl") + "\0").getBytes(StandardCharsets.UTF_8));
            holder.requests.flush();
            holder.await(hello);
            return holder;
        } catch (IOException e) {
            holder.close();
            String said = holder.said();
            throw said.isEmpty() ? e : new IOException(said, e);
        }
    }

    /** What a request came to. */
    record Answer(int status, String output, String errors) {}

    /**
     * Runs a command on the node to its end.
     *
     * @param what it is for, the start of the error message
     * @return its standard output
     * @throws IOException if its exit code isn't 0; carries what it said
     */
    String run(String what, List<String> argv, String input) throws IOException {
        Answer answer = ask("run", argv, input);
        if (answer.status() != 0) {
            throw new IOException(what + ": " + argv.get(0) + " failed with exit code " + answer.status() + ": "
                    + answer.errors().strip());
        }
        return answer.output();
    }

    /**
     * A process that stays.
     *
     * @param pid on the node, as it said itself
     * @param network file on the node that stands for its network, there until the process is killed, also if it ends
     */
    record Spawned(long pid, String network) {}

    /**
     * Starts a command that stays.
     *
     * @param onEnd gets its exit code when it has ended without {@link #kill}; must not block
     * @throws IOException if it ended instead; carries what it said
     */
    Spawned spawn(String what, List<String> argv, String input, IntConsumer onEnd) throws IOException {
        Answer answer = ask("spawn", argv, input);
        if (answer.status() != 0) {
            throw new IOException(what + ": did not start: " + answer.errors().strip());
        }
        String[] fields = answer.output().split(" ", -1);
        Spawned spawned = new Spawned(Long.parseLong(fields[0]), "/proc/1/fd/" + fields[1]);
        Integer early;
        synchronized (whenEnded) {
            early = endedEarly.remove(spawned.pid());
            if (early == null) {
                whenEnded.put(spawned.pid(), onEnd);
            }
        }
        if (early != null) {
            onEnd.accept(early);
        }
        return spawned;
    }

    /** Kills what was spawned if it is there yet, and returns when all of it is gone. */
    void kill(Spawned spawned) throws IOException {
        synchronized (whenEnded) {
            whenEnded.remove(spawned.pid());
        }
        ask("kill", List.of(Long.toString(spawned.pid())), "");
        // It may have ended just before; its number will be that of another one.
        synchronized (whenEnded) {
            endedEarly.remove(spawned.pid());
        }
    }

    private void hasEnded(long pid, int exitCode) {
        IntConsumer listener;
        synchronized (whenEnded) {
            listener = whenEnded.remove(pid);
            if (listener == null) {
                endedEarly.put(pid, exitCode);
            }
        }
        if (listener != null) {
            listener.accept(exitCode);
        }
    }

    void write(String path, String content) throws IOException {
        Answer answer = ask("write", List.of(path), content);
        if (answer.status() != 0) {
            throw new IOException("lab network: cannot write " + answer.errors());
        }
    }

    /**
     * Whether a TCP connection from the node is accepted in time, and the request answered well.
     *
     * @param request of HTTP, to be answered with a status from 200 to 399; empty to leave it at the connection
     */
    boolean connects(String address, int port, Duration timeout, String request) throws IOException {
        return ask("connect", List.of(address, Integer.toString(port), Long.toString(timeout.toMillis())), request)
                .status() == 0;
    }

    /** The start of a command line that runs the rest inside the pod whose first process has this PID on the node. */
    Stream<String> enter(long pid) {
        String namespaces = "/proc/" + process.pid() + "/root/proc/" + pid + "/ns/";
        Stream<String> user = inUserNamespace
                ? Stream.of("--user=" + namespaces + "user", "--preserve-credentials") : Stream.of();
        return Stream.of(Stream.of("nsenter"), user,
                Stream.of("--net=" + namespaces + "net", "--mount=" + namespaces + "mnt",
                        "--pid=" + namespaces + "pid", "--uts=" + namespaces + "uts"))
                .flatMap(part -> part);
    }

    private Answer ask(String verb, List<String> words, String input) throws IOException {
        StringBuilder ended = new StringBuilder();
        words.forEach(word -> ended.append(word).append('\0'));
        byte[] wordBytes = ended.toString().getBytes(StandardCharsets.UTF_8);
        byte[] inputBytes = input.getBytes(StandardCharsets.UTF_8);
        long id = lastId.incrementAndGet();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        pending.put(id, answer);
        String head = id + " " + verb + " " + wordBytes.length + " " + inputBytes.length + "\n";
        synchronized (requests) {
            if (this.ended) {
                throw gone(null);
            }
            requests.write(head.getBytes(StandardCharsets.UTF_8));
            requests.write(wordBytes);
            requests.write(inputBytes);
            requests.flush();
        }
        return await(answer);
    }

    private Answer await(CompletableFuture<Answer> answer) throws IOException {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw gone(e);
        } catch (TimeoutException e) {
            throw new IOException("lab network: no answer from its holder within " + PATIENCE.toSeconds()
                    + " s. Start the lab again.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("lab network: interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private void receive() {
        try (DataInputStream answers = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            for (String head = line(answers); !head.isEmpty(); head = line(answers)) {
                String[] fields = head.split(" ", -1);
                byte[] output = new byte[Integer.parseInt(fields[2])];
                byte[] errors = new byte[Integer.parseInt(fields[3])];
                answers.readFully(output);
                answers.readFully(errors);
                CompletableFuture<Answer> answered = pending.remove(Long.parseLong(fields[0]));
                if (answered == null && output.length > 0) {
                    hasEnded(Long.parseLong(new String(output, StandardCharsets.UTF_8)), Integer.parseInt(fields[1]));
                } else if (answered != null) {
                    answered.complete(new Answer(Integer.parseInt(fields[1]),
                            new String(output, StandardCharsets.UTF_8), new String(errors, StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException closed) {
            // As much an end of the conversation as an end of the stream.
        } finally {
            synchronized (requests) {
                ended = true;
            }
            pending.values().forEach(answer -> answer.completeExceptionally(gone(null)));
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    private void collectComplaints() {
        try (InputStream errors = process.getErrorStream()) {
            byte[] some = new byte[4096];
            for (int n = errors.read(some); n >= 0; n = errors.read(some)) {
                complaints.add(new String(some, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException closed) {
            // There is no more to collect.
        }
    }

    private String said() {
        return String.join("", complaints).strip();
    }

    private IOException gone(@Nullable Throwable cause) {
        return new IOException(("lab network: its holder has ended. " + said()).strip(), cause);
    }

    private static void startDaemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException gone) {
            // It was closed from the other side already.
        }
        try {
            if (!process.waitFor(LAST_WISH.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
