package dev.netproof.reports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless Chromium with one page, driven over the DevTools protocol: it tells each request a page makes, and plays
 * any screen, theme and key. Without a driver of its own there is nothing that has to fit the browser's version.
 */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.shared();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> FLAGS = List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-ipc-flooding-protection",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final Semaphore loads = new Semaphore(0);
    private final String session;

    /** One that is installed, if any is. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Chromium(Path program, Path profile) throws IOException {
        this.profile = profile;
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(FLAGS);
        command.add("--user-data-dir=" + profile);
        command.add("about:blank");
        process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        socket = connect(address());
        JsonNode targets = ask("Target.getTargets", Map.of(), "");
        String target = targets.path("targetInfos").valueStream()
                .filter(info -> info.path("type").asString().equals("page"))
                .findFirst().orElseThrow().path("targetId").asString();
        session = ask("Target.attachToTarget", Map.of("targetId", target, "flatten", true), "").path("sessionId")
                .asString();
        for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** Opens a page as if for the first time, and forgets what happened before. */
    void open(String address) throws IOException {
        navigate("about:blank");
        events.clear();
        navigate(address);
    }

    private void navigate(String address) throws IOException {
        loads.drainPermits();
        send("Page.navigate", Map.of("url", address));
        try {
            if (!loads.tryAcquire(PATIENCE_SECONDS, SECONDS)) {
                throw new IOException("never loaded: " + address);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    void screen(int width, int height) throws IOException {
        send("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** {@code media} is {@code screen} or {@code print}, {@code scheme} is {@code light} or {@code dark}. */
    void look(String media, String scheme) throws IOException {
        send("Emulation.setEmulatedMedia", Map.of("media", media, "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void scripts(boolean allowed) throws IOException {
        send("Emulation.setScriptExecutionDisabled", Map.of("value", !allowed));
    }

    /** The value of an expression in the page; a promise is awaited. */
    JsonNode evaluate(String expression) throws IOException {
        JsonNode answer = send("Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IOException(expression + ": " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    String text(String expression) throws IOException {
        return evaluate(expression).asString();
    }

    /** Waits, frame by frame, for an expression to become true. */
    void until(String expression) throws IOException {
        boolean became = evaluate(
                """
                new Promise((done) => {
                  const end = performance.now() + 20000;
                  const look = () => {
                    if (%s) { done(true); } else if (performance.now() > end) { done(false); } else { setTimeout(look, 5); }
                  };
                  look();
                })""".formatted(
                        expression))
                .asBoolean();
        if (!became) {
            throw new IOException("never became true: " + expression);
        }
    }

    /** Presses a key where the focus is: {@code Enter}, {@code ArrowDown}, {@code n}. */
    void press(String key) throws IOException {
        Map<String, Integer> codes = Map.of("Enter", 13, "Escape", 27, "ArrowLeft", 37, "ArrowUp", 38, "ArrowRight", 39,
                "ArrowDown", 40, "Home", 36, "End", 35, "Tab", 9, " ", 32);
        String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
        int code = codes.getOrDefault(key, (int) Character.toUpperCase(key.charAt(0)));
        send("Input.dispatchKeyEvent",
                Map.of("type", "keyDown", "key", key, "text", text, "windowsVirtualKeyCode", code));
        send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    void type(String text) throws IOException {
        send("Input.insertText", Map.of("text", text));
    }

    /** What is in sight, as {@code webp} or {@code png}. */
    byte[] screenshot(String format) throws IOException {
        return Base64.getDecoder().decode(send("Page.captureScreenshot", Map.of("format", format, "quality", 80))
                .path("data").asString());
    }

    /** Addresses that the page has asked for since it was opened, its own the first. */
    List<String> requests() {
        return events("Network.requestWillBeSent")
                .map(event -> event.path("params").path("request").path("url").asString())
                .toList();
    }

    /** What the page complained of: exceptions, refused scripts, errors. */
    List<String> complaints() {
        return Stream.concat(events("Runtime.exceptionThrown"), events("Log.entryAdded"))
                .map(event -> event.path("params").toString())
                .toList();
    }

    private Stream<JsonNode> events(String method) {
        return events.stream().filter(event -> event.path("method").asString().equals(method));
    }

    private JsonNode send(String method, Map<String, ?> parameters) throws IOException {
        return ask(method, parameters, session);
    }

    private JsonNode ask(String method, Map<String, ?> parameters, String inSession) throws IOException {
        int call = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(call, answer);
        Map<String, Object> message = inSession.isEmpty()
                ? Map.of("id", call, "method", method, "params", parameters)
                : Map.of("id", call, "method", method, "params", parameters, "sessionId", inSession);
        socket.sendText(JSON.writeValueAsString(message), true).join();
        JsonNode answered = get(answer, method);
        if (answered.has("error")) {
            throw new IOException(method + ": " + answered.path("error"));
        }
        return answered.path("result");
    }

    private static <T> T get(CompletableFuture<T> future, String what) throws IOException {
        try {
            return future.get(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("no answer to " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted at " + what, e);
        }
    }

    private URI address() throws IOException {
        BufferedReader errors = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                Thread.ofVirtual().start(() -> errors.lines().forEach(ignored -> {}));
                return URI.create(line.substring("DevTools listening on ".length()).strip());
            }
        }
        throw new IOException("Chromium ended before it listened");
    }

    private WebSocket connect(URI address) throws IOException {
        return get(HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new WebSocket.Listener() {
            private final StringBuilder message = new StringBuilder();

            @Override
            public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
                message.append(part);
                if (last) {
                    receive(JSON.readTree(message.toString()));
                    message.setLength(0);
                }
                from.request(1);
                return CompletableFuture.completedStage(null);
            }
        }), "the connection");
    }

    private void receive(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt());
            if (answer != null) {
                answer.complete(message);
            }
        } else {
            events.add(message);
            if (message.path("method").asString().equals("Page.loadEventFired")) {
                loads.release();
            }
        }
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        children.forEach(child -> child.onExit().join());
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
        }
    }
}
