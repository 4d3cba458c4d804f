package dev.netproof.plan;

import java.util.List;
import java.util.Map;

import dev.netproof.evidence.ProbePod;

/**
 * What a run learns between its first plan and its second.
 *
 * @param names addresses of host names outside the cluster; a host that is missing is not yet resolved
 * @param pods those that run, by key
 * @param failures why others do not, by key
 */
public record LaunchFacts(Map<String, List<String>> names, Map<String, ProbePod> pods, Map<String, String> failures) {

    public static final LaunchFacts NOTHING = new LaunchFacts(Map.of(), Map.of(), Map.of());

    public LaunchFacts {
        names = Map.copyOf(names);
        pods = Map.copyOf(pods);
        failures = Map.copyOf(failures);
    }
}
