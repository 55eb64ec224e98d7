package io.patchrank.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    @Test
    void busCodesAreUniqueAndReadBack() {
        assertThat(Stream.of(ErrorCode.values()).map(ErrorCode::busCode)).doesNotHaveDuplicates();
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(ErrorCode.ofBusCode(code.busCode())).contains(code);
        }
        assertThat(ErrorCode.ofBusCode(-1)).isEmpty();
    }

    /** Callers write their code after docs/event-bus.md. */
    @Test
    void everyCodeIsDocumentedWithItsNumbers() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../../docs/event-bus.md")).stream()
                .filter(line -> line.matches("\\| `[A-Z_]+` \\| \\d+ \\|.*"))
                .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2)))
                .map(String::strip)
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Stream.of(ErrorCode.values())
                        .map(code -> "| `%s` | %d | %d | %d"
                                .formatted(code, code.busCode(), code.httpStatus(), code.exitCode()))
                        .toList());
    }
}
