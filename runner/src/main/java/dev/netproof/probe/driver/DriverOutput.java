package dev.netproof.probe.driver;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.netproof.time.Window;

/**
 * The lines that {@code driver.sh} printed, taken apart; see there for what each letter means.
 *
 * <p>Takes whatever comes: a line that is not the driver's, or not whole, is passed over. Its first line, printed before
 * anything is connected to, must carry the nonce of the job; without it nothing is believed.
 */
final class DriverOutput {

    private static final Pattern FIRST = Pattern.compile("([0-9a-f]{32}) h 0 ([0-9.]+)");
    private static final Pattern RESULT = Pattern.compile("(\\d{1,3}) ([0-9.]+) ([0-9.]+) (\\d{1,6})");
    /** Of which a probe has one: what says that its record is complete. */
    private static final String ENDS = "rjs";
    /** The lines that an end counts. */
    private static final String COUNTED = "taoex";
    private static final Pattern LOOK = Pattern.compile("\\d{1,18} ([0-9.]+) ([0-9.]+)");
    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
    private static final String UNIT = "\u001f";
    private static final int LONGEST_TEXT = 4096;
    /** What is longer is no time, and takes long to compute. */
    private static final int LONGEST_TIME = 20;

    private final Map<String, Map<Character, List<String>>> lines = new HashMap<>();
    private final boolean begun;
    private final boolean foreign;

    DriverOutput(String nonce, String stdout) {
        // A last line without its newline was cut off.
        List<String> all = List.of(stdout.substring(0, stdout.lastIndexOf('\n') + 1).split("\n", -1));
        Matcher first = FIRST.matcher(all.getFirst());
        boolean printed = first.matches();
        begun = printed && first.group(1).equals(nonce);
        foreign = printed && !begun;
        if (begun) {
            String prefix = nonce + " ";
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
    record Result(int exitCode, Duration start, Duration elapsed) {

        Window span() {
            return start.isNegative() ? Window.UNKNOWN : new Window(start, start.plus(elapsed));
        }
    }

    boolean begun() {
        return begun;
    }

    /** Whether a driver printed it, and not the one of this job. */
    boolean foreign() {
        return foreign;
    }

    boolean ended() {
        return !all('z', "0").isEmpty();
    }

    /**
     * Whether what is there of a probe can't be one record: two ends that differ, or fewer lines before its end than the
     * driver counted. It was torn on its way, or forged.
     */
    boolean torn(int index) {
        String key = key(index);
        long ends = ENDS.chars().mapToObj(letter -> all((char) letter, key)).flatMap(List::stream).distinct().count();
        return ends > 1 || first('r', key).map(RESULT::matcher).filter(Matcher::matches)
                .filter(found -> lines(key) < Integer.parseInt(found.group(4))).isPresent();
    }

    private int lines(String key) {
        return COUNTED.chars().map(letter -> all((char) letter, key).size()).sum();
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

    /**
     * When the pod accepted connections, since the driver's start; empty where that is not known. A window in which there were
     * several is one.
     */
    Optional<List<Window>> visits() {
        List<String> looks = all('p', "0");
        if (!ended() || looks.isEmpty() || !looks.stream().allMatch(look -> LOOK.matcher(look).matches())) {
            return Optional.empty();
        }
        return Optional.of(looks.stream().skip(1).distinct().map(LOOK::matcher).filter(Matcher::matches)
                .map(found -> window(found.group(1), found.group(2))).toList());
    }

    /** From before curl started until after it had ended; of several, all of them. Empty where none ended. */
    Optional<Window> curlSpan() {
        List<String> ends = all('d', "0");
        return all('c', "0").isEmpty() || ends.isEmpty() ? Optional.empty()
                : Optional.of(window(all('c', "0").getFirst(), ends.getLast()));
    }

    /** What runs backwards is forged, or torn: nothing is known of it. */
    private Window window(String from, String to) {
        Duration begun = seconds(from).minus(zero());
        Duration ended = seconds(to).minus(zero());
        return begun.isNegative() || ended.compareTo(begun) < 0 ? Window.UNKNOWN : new Window(begun, ended);
    }

    /**
     * How many datagrams came to the pod between the driver's start and end, whoever took them; empty where that is not
     * known.
     */
    OptionalInt received() {
        List<String> counts = all('u', "0");
        if (!ended() || counts.size() != 2 || !counts.stream().allMatch(count -> COUNT.matcher(count).matches())) {
            return OptionalInt.empty();
        }
        long received = Long.parseLong(counts.getLast()) - Long.parseLong(counts.getFirst());
        return received < 0 || received > Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of((int) received);
    }

    /** Whether all is there that curl said of addresses: as many lines as were counted, of each curl that began. */
    boolean curlVerboseIsWhole() {
        List<String> counts = all('y', "0");
        return counts.size() == all('c', "0").size()
                && counts.stream().allMatch(count -> COUNT.matcher(count).matches())
                && counts.stream().mapToLong(Long::parseLong).sum() <= curlVerbose().size();
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
        if (text.length() > LONGEST_TIME) {
            return Duration.ZERO;
        }
        try {
            return Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValue());
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
