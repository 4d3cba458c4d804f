package dev.netproof.evidence;

import java.util.Optional;
import java.util.function.Function;

/**
 * Gives a sink to runs that a build starts, where nobody composes them by hand. Found by {@link java.util.ServiceLoader}: each
 * provider on the class path takes part in each such run.
 */
@FunctionalInterface
public interface EvidenceSinkSource {

    /**
     * A sink for one run, which whoever asks closes.
     *
     * @param parameters the configuration of the run by key, {@code netproof.out} among them; empty for what is not set
     */
    EvidenceSink open(Function<String, Optional<String>> parameters);
}
