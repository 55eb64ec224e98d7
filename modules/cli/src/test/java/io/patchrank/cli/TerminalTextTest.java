package io.patchrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Names of files are strangers' words: a terminal must not do what they say. */
class TerminalTextTest {
    private static final String NAME = "/photos/\u001b[2J\u001b]0;owned\u0007\u009b31m.jpg";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Output output = new Output(new PrintWriter(out), new PrintWriter(err), false);

    @Test
    void nothingThatACommandSaysHoldsControlCharacters() {
        output.result(NAME, name -> "found\t" + name + "\nfound nothing else");
        output.note("rejected  " + NAME);
        output.warning(NAME);

        assertThat(out.toString()).startsWith("found\t/photos/\\u001b[2J\\u001b]0;owned\\u0007\\u009b31m.jpg\nfound ");
        assertThat(out.toString() + err)
                .matches(said -> said.chars().allMatch(c -> !Character.isISOControl(c) || "\t\r\n".indexOf(c) >= 0));
    }

    @Test
    void nameWithALineBreakMakesNoLineOfItsOwn() {
        JsonObject row = new JsonObject()
                .put("state", "INDEXED")
                .put("id", "0123456789abcdef")
                .put("source", "/photos/a\nINDEXED   fedcba9876543210  /photos/never.jpg");

        assertThat(GalleryListCommand.line(row)).doesNotContain("\n").contains("a\\u000aINDEXED");
    }

    @Test
    void whatHasNoControlCharactersStaysAsItIs() {
        assertThat(TerminalText.of("Café\t東京\n🙂")).isEqualTo("Café\t東京\n🙂");
    }
}
