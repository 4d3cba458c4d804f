package dev.netproof.cluster;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.fabric8.kubernetes.client.http.AsyncBody.Consumer;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;

/** Remembers until when the API server asked not to be asked, by {@code Retry-After} (RFC 9110, in seconds). */
final class Backpressure implements Interceptor {

    private final AtomicLong until = new AtomicLong(System.nanoTime());

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, Consumer<List<ByteBuffer>> consumer) {
        String seconds = response.code() == 429 || response.code() >= 500 ? response.header("Retry-After") : null;
        // The API server sends a number; a date, or a day and more, is somebody else's.
        if (seconds != null && seconds.matches("\\d{1,4}")) {
            until.accumulateAndGet(System.nanoTime() + Duration.ofSeconds(Long.parseLong(seconds)).toNanos(),
                    (old, asked) -> asked - old > 0 ? asked : old);
        }
    }

    /** Zero when it may be asked now. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, until.get() - System.nanoTime()));
    }
}
