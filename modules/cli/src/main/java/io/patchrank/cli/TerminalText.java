package io.patchrank.cli;

import java.util.function.IntPredicate;

/**
 * Text that moves no cursor and changes no colour. The names of files are strangers' words, and a terminal does what
 * control characters in them say.
 */
final class TerminalText {
    private TerminalText() {}

    /** Line breaks and tabs stay; other control characters are written as {@code \}{@code u001b}. */
    static String of(String text) {
        return escaped(text, c -> Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r');
    }

    /** The same in one line. */
    static String line(String text) {
        return escaped(text, Character::isISOControl);
    }

    private static String escaped(String text, IntPredicate control) {
        if (text.chars().noneMatch(control)) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        text.chars().forEach(c -> {
            if (control.test(c)) {
                plain.append("\\u%04x".formatted(c));
            } else {
                plain.append((char) c);
            }
        });
        return plain.toString();
    }
}
