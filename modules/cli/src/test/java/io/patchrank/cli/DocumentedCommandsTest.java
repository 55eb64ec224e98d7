package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The command lines and options that the documents name are those of the program. */
class DocumentedCommandsTest {
    private static final Path HOME = Path.of("../..");
    /** Of the launcher, which picocli never sees. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("test", "benchmark");
    /** Of other programs. */
    private static final Set<String> FOREIGN = Set.of("--scale");

    private static final Pattern BLOCK = Pattern.compile("(?m)^```sh\\R(.*?)^```", Pattern.DOTALL);
    private static final Pattern CONTINUED = Pattern.compile("\\\\\\R *");
    private static final Pattern LINE = Pattern.compile("(?m)^\\./patchrank (.*?)(?: +#.*)?$");
    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+");
    private static final Pattern QUOTES = Pattern.compile("^['\"]|['\"]$");
    private static final Pattern INLINE_OPTION = Pattern.compile("`(--[a-z][a-z-]*)[^`]*`");

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(HOME.resolve("docs"))) {
            Stream<Path> pages = docs.filter(page -> page.toString().endsWith(".md"));
            return Stream.concat(Stream.of(HOME.resolve("README.md"), HOME.resolve("CONTRIBUTING.md")), pages)
                    .toList();
        }
    }

    static List<List<String>> commandLines() throws IOException {
        return documents().stream()
                .flatMap(page -> found(BLOCK, text(page)))
                .map(block -> CONTINUED.matcher(block.group(1)).replaceAll(""))
                .flatMap(block -> found(LINE, block))
                .map(line -> words(line.group(1)))
                .filter(words -> !OF_THE_LAUNCHER.contains(words.getFirst()))
                .toList();
    }

    /** Whether an argument in brackets is given or not. */
    private static List<String> words(String line) {
        return found(WORD, line.replaceAll("[\\[\\]]|\\.\\.\\.", ""))
                .map(word -> QUOTES.matcher(word.group()).replaceAll(""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commandLines")
    void commandLineIsUnderstood(List<String> words) {
        assertThatCode(() -> Commands.silent().parseArgs(words.toArray(String[]::new)))
                .as("./patchrank %s", String.join(" ", words))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void optionExists(Path page) {
        Set<String> known = new TreeSet<>(FOREIGN);
        collectOptions(Commands.silent(), known);

        assertThat(found(INLINE_OPTION, text(page)).map(option -> option.group(1)))
                .isSubsetOf(known);
    }

    private static void collectOptions(CommandLine command, Set<String> names) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            names.addAll(List.of(option.names()));
        }
        command.getSubcommands().values().forEach(sub -> collectOptions(sub, names));
    }

    private static Stream<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
