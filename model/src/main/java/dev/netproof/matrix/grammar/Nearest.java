package dev.netproof.matrix.grammar;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known word was meant. */
public final class Nearest {

    /** Beyond these a guess costs more than it helps. */
    private static final int MOST_CANDIDATES = 1000;
    private static final int LONGEST_WORD = 64;

    private Nearest() {}

    /** The known word nearest to what was written, when it is near enough to be a slip of the pen. */
    public static Optional<String> to(String written, Collection<String> known) {
        if (known.size() > MOST_CANDIDATES || written.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        record Guess(String word, int distance) {}
        int slips = Math.max(1, written.length() / 3);
        return known.stream()
                .filter(word -> Math.abs(word.length() - written.length()) <= slips)
                .map(word -> new Guess(word, distance(lower(written), lower(word))))
                .filter(guess -> guess.distance() <= slips && guess.distance() < guess.word().length())
                .min(Comparator.comparingInt(Guess::distance).thenComparing(Guess::word))
                .map(Guess::word);
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    static int distance(String a, String b) {
        var table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                table[i][j] = Math.min(replaced, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
                }
            }
        }
        return table[a.length()][b.length()];
    }

    private static String lower(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
