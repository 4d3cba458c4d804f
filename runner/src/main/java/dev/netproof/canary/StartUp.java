package dev.netproof.canary;

/** Hears, while the canary is out, whether pods that have just started are without the protection of policies. */
@FunctionalInterface
public interface StartUp {

    /**
     * A change of what is seen.
     *
     * @param now whether the canary's own new pod is open at this moment, though a policy denies it
     */
    void leaks(boolean now);
}
