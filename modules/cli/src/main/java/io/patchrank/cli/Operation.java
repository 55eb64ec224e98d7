package io.patchrank.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.cli.access.GalleryAccess;
import io.patchrank.cli.access.Purpose;
import io.patchrank.cli.progress.Progress;
import io.patchrank.cli.progress.ProgressBarOnTerminal;
import io.patchrank.cli.progress.ProgressLines;
import io.patchrank.cli.progress.Unit;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands have in common. One object serves one call. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class Operation implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public final Integer call() {
        return run(Output.of(spec, options));
    }

    /** Does the work; returns the exit code. */
    abstract int run(Output output);

    /** A mistake in the arguments, for the caller to throw. */
    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    final GlobalOptions options() {
        return options;
    }

    /** The gallery of the data folder, made if need be. */
    final GalleryAccess gallery(Purpose purpose, Output output) {
        return configuredElsewhere(GalleryAccess.open(options.config(), purpose), output);
    }

    /** The gallery of the data folder; empty when nothing was ever kept there. */
    final Optional<GalleryAccess> existingGallery(Purpose purpose, Output output) {
        return GalleryAccess.openExisting(options.config(), purpose)
                .map(gallery -> configuredElsewhere(gallery, output));
    }

    /**
     * The gallery of the data folder, to search in.
     *
     * @throws PatchrankException {@code NOT_FOUND} when nothing was ever kept there
     */
    final GalleryAccess searchedGallery(Output output) {
        return existingGallery(Purpose.SEARCH, output)
                .orElseThrow(() -> new PatchrankException(
                        ErrorCode.NOT_FOUND,
                        options.config().data().toString(),
                        "there is no gallery; make one with patchrank ingest DIR, or name another with --data"));
    }

    private GalleryAccess configuredElsewhere(GalleryAccess gallery, Output output) {
        if (gallery.isServed() && !options.configuring().isEmpty()) {
            output.warning("a running server answers, with the configuration that it was started with; "
                    + String.join(", ", options.configuring()) + " cannot change it");
        }
        return gallery;
    }

    /** A bar on a terminal, lines elsewhere, nothing where JSON was asked for. */
    static Progress progress(Output output, String task, long total) {
        return progress(output, task, total, Unit.ONE);
    }

    /** @param total -1 when it is not known */
    static Progress progress(Output output, String task, long total, Unit unit) {
        if (output.json()) {
            return Progress.NONE;
        }
        return isTerminal()
                ? new ProgressBarOnTerminal(task, total, unit)
                : new ProgressLines(task, total, unit, LINE_INTERVAL, output::note);
    }

    static boolean isTerminal() {
        return Ansi.AUTO.enabled();
    }

    /** For {@link Output#result}, which knows nothing of Vert.x. */
    static JsonNode tree(JsonObject body) {
        try {
            return JSON.readTree(body.encode());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an encoded JSON object is always JSON", e);
        }
    }
}
