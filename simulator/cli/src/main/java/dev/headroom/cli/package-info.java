/**
 * The commands. Text for people and documents for scripts go to stdout, everything else to
 * stderr; a failure is one line and an exit code.
 *
 * <p>A command is a class of its own and one line in {@link dev.headroom.cli.Main}'s list. It
 * prints through its picocli {@code CommandLine}'s writers, returns its exit code, and throws
 * {@code UserError} for what the user got wrong. May import every other package. Open {@link
 * dev.headroom.cli.Main} first.
 */
package dev.headroom.cli;
