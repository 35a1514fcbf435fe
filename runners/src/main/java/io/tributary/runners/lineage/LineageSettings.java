package io.tributary.runners.lineage;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Where lineage goes.
 *
 * @param where {@code console}, a file that lines of JSON are appended to, an address that events
 *     are posted to, or a file of the library's own configuration ({@code .yml}); null leaves it to
 *     the library's variables
 * @param environment this process's variables
 * @param console takes the events where they are to be shown
 * @param say is told in one line, once, what went wrong
 * @param clock the time of events
 */
public record LineageSettings(
    String where,
    Map<String, String> environment,
    PrintWriter console,
    Consumer<String> say,
    Clock clock) {}
