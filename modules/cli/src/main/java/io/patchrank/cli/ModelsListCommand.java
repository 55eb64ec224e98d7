package io.patchrank.cli;

import io.patchrank.pipeline.models.ModelLibrary;
import io.patchrank.pipeline.models.ModelRow;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** What the registry has, and what is here of it. */
@Command(
        name = "list",
        description = {
            "Lists the models that can be had by name, and which are here.",
            "Looks at names and lengths only; verify reads the files."
        })
final class ModelsListCommand extends Operation {
    @Override
    int run(Output output) {
        List<ModelRow> rows = ModelLibrary.open(options().config()).list();
        output.result(
                Map.of("models", rows.stream().map(ModelText::json).toList()),
                json -> rows.stream().map(ModelsListCommand::line).collect(Collectors.joining("\n")));
        return 0;
    }

    private static String line(ModelRow row) {
        String state = row.partBytes() > 0 ? row.state() + ", " + row.partBytes() + " bytes of it here" : row.state();
        return "%-20s  %-9s  %-26s  %8s  %s%s"
                .formatted(
                        row.name(),
                        row.kind(),
                        row.licence(),
                        ModelText.size(row.size()),
                        state,
                        row.problem().isEmpty() ? "" : ": " + row.problem());
    }
}
