package dev.netproof.lab.api;

import java.util.List;
import java.util.Locale;

/**
 * One kind of object as discovery lists it.
 *
 * @param group empty for the core group
 * @param inAll whether {@code kubectl get all} shows it
 */
public record ResourceType(String group, String version, String plural, String kind, boolean namespaced,
        List<String> shortNames, boolean inAll) {

    public ResourceType {
        shortNames = List.copyOf(shortNames);
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public String singular() {
        return kind.toLowerCase(Locale.ROOT);
    }

    /** The plural with its group, as the API server names resources in messages. */
    public String qualifiedPlural() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    boolean is(String otherGroup, String otherPlural) {
        return group.equals(otherGroup) && plural.equals(otherPlural);
    }
}
