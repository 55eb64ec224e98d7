package io.patchrank.cli;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.pipeline.models.ModelLibrary;
import io.patchrank.pipeline.models.ModelRow;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads downloaded models and compares their digests. */
@Command(
        name = "verify",
        description = {
            "Reads the files of models and compares their digests: with the published ones, else with those of the"
                    + " first download.",
            "Exits with 5 when one is damaged, with 3 when one that was named is not here."
        })
final class ModelsVerifyCommand extends Operation {
    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Models (default: all that are here).")
    private List<String> names = List.of();

    @Override
    int run(Output output) {
        ModelLibrary library = ModelLibrary.open(options().config());
        List<String> wanted = names.isEmpty()
                ? library.list().stream()
                        .filter(row -> row.isPresent() || row.isDamaged())
                        .map(ModelRow::name)
                        .toList()
                : List.copyOf(new LinkedHashSet<>(names));
        List<ModelRow> rows = wanted.stream().map(library::verify).toList();
        output.result(
                Map.of("models", rows.stream().map(ModelText::json).toList()),
                json -> rows.isEmpty()
                        ? "no models here; patchrank models pull fetches them"
                        : rows.stream().map(ModelsVerifyCommand::line).collect(Collectors.joining("\n")));
        return exitCode(rows);
    }

    private static int exitCode(List<ModelRow> rows) {
        if (rows.stream().anyMatch(ModelRow::isDamaged)) {
            return ErrorCode.MODEL_INVALID.exitCode();
        }
        return rows.stream().allMatch(ModelRow::isPresent) ? 0 : ErrorCode.NOT_FOUND.exitCode();
    }

    private static String line(ModelRow row) {
        if (row.isDamaged()) {
            return row.name() + ": damaged, " + row.problem() + "; patchrank models pull " + row.name()
                    + " fetches it again";
        }
        if (!row.isPresent()) {
            return row.name() + ": " + row.state();
        }
        return row.name() + ": "
                + row.sha256()
                        .map(hex -> "whole, SHA-256 " + hex + " (" + row.trust() + ")")
                        .orElse("here, but no digest is known of it; patchrank models pull " + row.name()
                                + " records one");
    }
}
