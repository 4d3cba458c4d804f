package dev.netproof.probe;

import java.util.Map;
import java.util.stream.Collectors;

import dev.netproof.evidence.RawRecord;

/** The records of a round, to be looked up. */
final class Records {

    private Records() {}

    static Map<String, RawRecord> byProbe(Round round) {
        return round.records().stream().collect(Collectors.toMap(RawRecord::probe, record -> record));
    }
}
