package dev.netproof.probe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines that {@code driver.sh} printed, taken apart; see there for what each letter means.
 *
 * <p>Takes whatever comes: a line that is not the driver's, or not whole, is passed over. The nonce is read from the
 * first line, which is printed before anything is connected to.
 */
final class DriverOutput {

    private static final Pattern FIRST = Pattern.compile("([0-9a-f]{32}) h 0 ([0-9.]+)");
    private static final Pattern RESULT = Pattern.compile("(\\d{1,3}) ([0-9.]+) ([0-9.]+)");
    private static final String UNIT = "\u001f";
    private static final int LONGEST_TEXT = 4096;

    private final Map<String, Map<Character, List<String>>> lines = new HashMap<>();
    private final boolean begun;

    DriverOutput(String stdout) {
        // A last line without its newline was cut off.
        List<String> all = List.of(stdout.substring(0, stdout.lastIndexOf('\n') + 1).split("\n", -1));
        Matcher first = FIRST.matcher(all.getFirst());
        begun = first.matches();
        if (begun) {
            String prefix = first.group(1) + " ";
            all.stream().filter(line -> line.startsWith(prefix)).forEach(line -> keep(line.substring(prefix.length())));
        }
    }

    private void keep(String line) {
        int space = line.indexOf(' ', 2);
        if (line.length() > 2 && line.charAt(1) == ' ' && space > 0) {
            lines.computeIfAbsent(line.substring(2, space), key -> new HashMap<>())
                    .computeIfAbsent(line.charAt(0), key -> new ArrayList<>()).add(line.substring(space + 1));
        }
    }

    /** What a tool's own process left behind. */
    record Result(int exitCode, Duration start, Duration elapsed) {}

    boolean begun() {
        return begun;
    }

    boolean ended() {
        return !all('z', "0").isEmpty();
    }

    /** Present when all of a probe's lines were printed. */
    Optional<Result> result(int index) {
        return first('r', key(index)).map(RESULT::matcher).filter(Matcher::matches).map(found -> {
            Duration start = seconds(found.group(2));
            Duration elapsed = seconds(found.group(3)).minus(start);
            return new Result(Integer.parseInt(found.group(1)), start.minus(zero()),
                    elapsed.isNegative() ? Duration.ZERO : elapsed);
        });
    }

    /** The fields of a transfer of curl. */
    Optional<String> transfer(int index) {
        return first('j', key(index)).map(PrintableText::of);
    }

    /** From the driver's start to curl's. */
    Duration curlStart() {
        return first('c', "0").map(DriverOutput::seconds).map(start -> start.minus(zero())).orElse(Duration.ZERO);
    }

    /** What curl said of addresses, for all its transfers. */
    List<String> curlVerbose() {
        return all('v', "0");
    }

    /** Why a probe was not run. */
    Optional<String> reason(int index) {
        return first('s', key(index)).map(PrintableText::of);
    }

    /** Why no request was made. */
    Optional<String> reasonOfCurl() {
        return first('s', "curl");
    }

    Optional<String> tool(int index) {
        return first('t', key(index)).map(PrintableText::of);
    }

    List<String> command(int index) {
        return first('a', key(index)).map(argv -> List.of(argv.split(UNIT, -1))).orElse(List.of());
    }

    String stdout(int index) {
        List<String> hex = all('x', key(index));
        return hex.isEmpty() ? text('o', index) : PrintableText.ofHex(String.join(" ", hex));
    }

    String stderr(int index) {
        return text('e', index);
    }

    private String text(char letter, int index) {
        String text = PrintableText.of(String.join("\n", all(letter, key(index))));
        return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }

    private Duration zero() {
        return first('h', "0").map(DriverOutput::seconds).orElse(Duration.ZERO);
    }

    private Optional<String> first(char letter, String key) {
        return all(letter, key).stream().findFirst();
    }

    private List<String> all(char letter, String key) {
        return lines.getOrDefault(key, Map.of()).getOrDefault(letter, List.of());
    }

    private static String key(int index) {
        return Integer.toString(index);
    }

    private static Duration seconds(String text) {
        try {
            return Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValue());
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
