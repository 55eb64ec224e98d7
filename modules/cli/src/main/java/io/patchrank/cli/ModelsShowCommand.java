package io.patchrank.cli;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.pipeline.models.ModelContent;
import io.patchrank.pipeline.models.ModelLibrary;
import io.patchrank.pipeline.models.ModelRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** All that is known of one model or file. */
@Command(
        name = "show",
        description = {
            "Prints all that is known of a model, and what is inside its file if it is here.",
            "Takes any file of weights too."
        })
final class ModelsShowCommand extends Operation {
    @Parameters(paramLabel = "NAME|FILE", description = "A model of the registry, or a file.")
    private String model = "";

    @Override
    int run(Output output) {
        ModelLibrary library = ModelLibrary.open(options().config());
        Map<String, Object> json = new LinkedHashMap<>();
        Optional<ModelRow> row = library.find(model);
        row.map(ModelText::json).ifPresent(json::putAll);
        if (row.isEmpty() && !Files.exists(Path.of(model))) {
            throw new PatchrankException(
                    ErrorCode.NOT_FOUND, model, "neither a model nor a file" + library.hint(model));
        }
        if (row.isEmpty() || row.get().isPresent()) {
            ModelContent content = ModelLibrary.read(row.map(ModelRow::file).orElseGet(() -> Path.of(model)));
            json.putAll(ModelText.json(content));
            row.flatMap(ModelRow::sha256)
                    .filter(known -> !known.equals(content.sha256()))
                    .ifPresent(known -> {
                        json.put("state", "damaged");
                        json.put("problem", "its SHA-256 is " + content.sha256() + ", should be " + known);
                    });
        }
        output.result(json, ModelText::lines);
        return 0;
    }
}
