package dev.netproof.cli;

import java.io.PrintWriter;

import dev.netproof.run.Progress;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a person, or a log, reads what a command has to say. On a terminal one line of progress is written over and over; in
 * a log each step is a line of its own.
 */
final class Terminal implements Progress {

    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final PrintWriter out;
    private final boolean live;
    private final Ansi ansi;
    private final long started = System.nanoTime();

    Terminal(PrintWriter out, boolean live) {
        this.out = out;
        this.live = live;
        this.ansi = live && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
    }

    /** On the process's output, live when the launcher says that it is a terminal. */
    static Terminal of(PrintWriter out) {
        return new Terminal(out, Boolean.getBoolean("netproof.terminal"));
    }

    @Override
    public synchronized void step(String line) {
        String stamped = "[%5.1f s] %s".formatted((System.nanoTime() - started) / 1e9, line);
        if (live) {
            out.print(CLEAR_LINE + stamped + " …");
        } else {
            out.println(stamped);
        }
        out.flush();
    }

    @Override
    public void remark(String line) {
        say(line);
    }

    /** What comes next, from whomever, begins a line. */
    synchronized void clear() {
        if (live) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    /** A line that stays. */
    synchronized void say(String line) {
        out.println((live ? CLEAR_LINE : "") + printable(line));
        out.flush();
    }

    /** A line that stays, in a style of picocli's markup. */
    synchronized void say(String style, String marked, String rest) {
        String text = printable(marked);
        String word = ansi == Ansi.OFF ? text : ansi.new Text("@|" + style + " " + text + "|@").toString();
        out.println((live ? CLEAR_LINE : "") + word + printable(rest));
        out.flush();
    }

    /** What comes from a matrix or a cluster must not steer the terminal. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || isDirectional(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isDirectional(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }
}
