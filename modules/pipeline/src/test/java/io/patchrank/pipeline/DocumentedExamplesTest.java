package io.patchrank.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchrank.api.testing.PythonOracle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The code in the documents runs as it stands there, against a server with a bridge. */
@ResourceLock(Resources.SYSTEM_OUT)
class DocumentedExamplesTest {
    private static final String TOKEN = "a token of the test";

    @TempDir
    Path root;

    private TestGallery gallery;
    private Path query = Path.of("");

    @BeforeEach
    void start() {
        Map<String, String> settings = new HashMap<>(TestGallery.withoutWatch());
        settings.putAll(Map.of("bus.bridge.enabled", "true", "bus.bridge.token", TOKEN));
        gallery = TestGallery.start(root.resolve("data"), settings);
        for (int i = 0; i < 7; i++) {
            gallery.put(TestPictures.write(root, "p" + i + ".png", i));
        }
        query = root.resolve("p4.png");
    }

    @AfterEach
    void stop() {
        gallery.close();
    }

    private String port() {
        return Integer.toString(gallery.app().bridgePort().orElseThrow());
    }

    /** The first block of a language behind a heading. */
    private static String code(String document, String heading, String language) throws IOException {
        String text = Files.readString(Path.of("../..", document));
        int section = text.indexOf(heading);
        assertThat(section).as(heading).isNotNegative();
        Matcher block = Pattern.compile("```" + language + "\\R(.*?)```", Pattern.DOTALL)
                .matcher(text);
        assertThat(block.find(section)).as("a block of %s", language).isTrue();
        return block.group(1);
    }

    private static void assertFound(String printed, int hits) {
        assertThat(printed.lines()).hasSize(hits);
        assertThat(printed.lines().findFirst().orElseThrow()).matches(" 1 +\\d\\.\\d{3} +.*p4\\.png");
    }

    @Test
    void pythonOverTheBridge() throws Exception {
        String script = code("docs/event-bus.md", "### From Python", "python");

        String printed = PythonOracle.requiring("json, socket").run(script, "127.0.0.1", port(), TOKEN, query);

        assertFound(printed, 5);
    }

    @Test
    void javaOverTheBridge() throws Exception {
        String source = code("docs/event-bus.md", "### From Java", "java");

        assertFound(run("SearchOverTheBridge", source, "127.0.0.1", port(), TOKEN, query.toString()), 5);
    }

    /** Statements with their imports; the paths in them are those of whoever tries it. */
    @Test
    void javaOfTheReadMe() throws Exception {
        String snippet = code("README.md", "## From another program", "java")
                .replace("\"patchrank-data/bridge.json\"", quoted(root.resolve("data/bridge.json")))
                .replace("\"query.jpg\"", quoted(query));
        int body = snippet.lastIndexOf("import ");
        body = snippet.indexOf('\n', body) + 1;

        String source = snippet.substring(0, body)
                + "class ReadMe { public static void main(String[] args) throws Exception {\n"
                + snippet.substring(body) + "} }\n";

        assertFound(run("ReadMe", source), 7);
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\") + '"';
    }

    /** Compiles and runs a class that is not public; returns what it printed. */
    private String run(String name, String source, String... arguments) throws Exception {
        Path folder = Files.createDirectories(root.resolve("classes"));
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        List<String> command = List.of(
                "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"), file.toString());
        int result = compiler.run(null, complaints, complaints, command.toArray(String[]::new));
        assertThat(result).as(complaints.toString(StandardCharsets.UTF_8)).isZero();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        URI classes = folder.toUri();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toURL()});
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            var main = loader.loadClass(name).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) arguments);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
