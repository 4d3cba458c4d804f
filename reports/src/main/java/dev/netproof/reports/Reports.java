package dev.netproof.reports;

import java.nio.file.Path;
import java.util.Set;

import dev.netproof.evidence.EvidenceSink;
import dev.netproof.evidence.text.Wording;
import dev.netproof.reports.archive.Seal;

/** Writes the reports of a run into one folder. */
public final class Reports {
    private Reports() {}

    /**
     * A sink that writes {@code formats} below {@code folder}, which is made when it is not there.
     *
     * <p>When the run begins, the files that an earlier run left there are removed: those that {@code .netproof} in the
     * folder lists, and no other. Files of the <em>same</em> run in other formats stay, so that a report can be added
     * from evidence. {@code evidence.json} and {@code evidence.zip} are only ever removed to be written anew; whoever reads
     * one meanwhile must leave its format out.
     *
     * <p>A report that cannot be written does not stop the others: {@link EvidenceSink#close} throws one
     * {@link java.io.IOException} that names them all. Only a folder that cannot be used at all is told at
     * {@link EvidenceSink#begin}. Reports of a run that broke off say so, and can't be taken for green ones.
     */
    public static EvidenceSink into(Path folder, Set<Format> formats) {
        return into(folder, formats, Seal.byHashes());
    }

    /** Likewise; {@link Format#ARCHIVE} is sealed by {@code seal}. */
    public static EvidenceSink into(Path folder, Set<Format> formats, Seal seal) {
        return new ReportSet(new OutputFolder(folder), Set.copyOf(formats), seal, Wording.ENGLISH);
    }
}
