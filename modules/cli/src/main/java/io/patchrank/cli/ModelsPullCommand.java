package io.patchrank.cli;

import io.patchrank.cli.progress.Progress;
import io.patchrank.cli.progress.Unit;
import io.patchrank.pipeline.models.ModelLibrary;
import io.patchrank.pipeline.models.ModelRow;
import io.patchrank.pipeline.models.PullWatcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings models of the registry into the models folder. */
@Command(
        name = "pull",
        description = {
            "Fetches models from their publishers into the models folder (models.folder), and checks their digests.",
            "May be interrupted and repeated at any time: it goes on where it broke off, and fetches nothing that is"
                    + " here and whole."
        })
final class ModelsPullCommand extends Operation {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Models, as models list names them.")
    private List<String> names = List.of();

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Take the publishers' files from this folder in place of the network (default:"
                    + " models.offline).")
    private Optional<Path> from = Optional.empty();

    @Option(
            names = "--accept-licence",
            description = "You have read the licence of these models, which is not a permissive one, and agree.")
    private boolean acceptLicence;

    private record Pulled(ModelRow row, boolean fetched) {}

    @Override
    int run(Output output) {
        ModelLibrary library = ModelLibrary.open(options().config());
        List<Pulled> pulled = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            boolean fetched;
            try (Watching watching = new Watching(output, name)) {
                fetched = library.pull(name, from, acceptLicence, watching);
            }
            pulled.add(new Pulled(library.find(name).orElseThrow(), fetched));
        }
        output.result(
                Map.of("models", pulled.stream().map(ModelsPullCommand::json).toList()),
                json -> pulled.stream().map(ModelsPullCommand::line).collect(Collectors.joining("\n")));
        return 0;
    }

    private static Map<String, Object> json(Pulled pulled) {
        Map<String, Object> json = ModelText.json(pulled.row());
        json.put("fetched", pulled.fetched());
        return json;
    }

    private static String line(Pulled pulled) {
        String digest = pulled.row().sha256().orElse("");
        String trust = pulled.row().trust().equals("published")
                ? "as published"
                : "recorded at the first download, which nobody vouches for";
        return "%s: %s, %s%n  SHA-256 %s, %s"
                .formatted(
                        pulled.row().name(),
                        pulled.fetched() ? "fetched" : "was here already, whole",
                        pulled.row().file(),
                        digest,
                        trust);
    }

    /** Terms and troubles as notes, bytes as a bar. */
    private static final class Watching implements PullWatcher, AutoCloseable {
        private final Output output;
        private final String name;
        private Progress progress = Progress.NONE;
        private long shownTotal = -2;

        private Watching(Output output, String name) {
            this.output = output;
            this.name = name;
        }

        @Override
        public void licence(String terms) {
            output.note(name + ": licence " + terms);
        }

        @Override
        public void progress(long done, long total) {
            if (total != shownTotal) {
                close();
                progress = Operation.progress(output, "pull " + name, total, Unit.MEGABYTE);
                shownTotal = total;
            }
            progress.reach(done);
        }

        @Override
        public void note(String line) {
            // A bar redraws its line; a note between needs one of its own.
            close();
            output.note(name + ": " + line);
        }

        @Override
        public void close() {
            progress.close();
            progress = Progress.NONE;
            shownTotal = -2;
        }
    }
}
