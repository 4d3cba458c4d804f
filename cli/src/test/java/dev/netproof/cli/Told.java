package dev.netproof.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

import picocli.CommandLine;

/** What a command told its caller. */
record Told(int exit, String out, String err) {

    /** Runs a command line as the process would. */
    static Told by(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Netproof.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = commandLine.execute(arguments);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return new Told(exit, out.toString(), err.toString());
    }

    String all() {
        return out + err;
    }
}
