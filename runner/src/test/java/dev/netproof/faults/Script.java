package dev.netproof.faults;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Says what happens to each request. Called by many threads. */
@FunctionalInterface
public interface Script {

    Script NO_FAULT = request -> new Fault.None();

    Fault of(Request request);

    /** To every request that matches. */
    static Script every(Predicate<Request> which, Fault fault) {
        return request -> which.test(request) ? fault : new Fault.None();
    }

    /** To the first that match, so many of them. */
    static Script first(int number, Predicate<Request> which, Fault fault) {
        AtomicInteger met = new AtomicInteger();
        return request -> which.test(request) && met.incrementAndGet() <= number ? fault : new Fault.None();
    }

    /** To each nth that matches. */
    static Script eachNth(int n, Predicate<Request> which, Fault fault) {
        AtomicInteger met = new AtomicInteger();
        return request -> which.test(request) && met.incrementAndGet() % n == 0 ? fault : new Fault.None();
    }

    /** To a part of all requests, one fault of these each; the same seed and order of requests gives the same faults. */
    static Script random(long seed, double part, List<Fault> faults) {
        Random random = new Random(seed);
        return request -> {
            synchronized (random) {
                return random.nextDouble() < part ? faults.get(random.nextInt(faults.size())) : new Fault.None();
            }
        };
    }
}
