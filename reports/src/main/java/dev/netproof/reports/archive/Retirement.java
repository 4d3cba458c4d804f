package dev.netproof.reports.archive;

import java.util.List;

/**
 * What became of archives that are not to be kept any longer.
 *
 * @param gone names of the files that were deleted
 * @param staying what is wrong with others that should have gone: they stay, for somebody has to look at them
 */
public record Retirement(List<String> gone, List<Flaw> staying) {
    static final Retirement NONE = new Retirement(List.of(), List.of());

    public Retirement {
        gone = List.copyOf(gone);
        staying = List.copyOf(staying);
    }
}
