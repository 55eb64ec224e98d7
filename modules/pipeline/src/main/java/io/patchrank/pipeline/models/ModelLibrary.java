package io.patchrank.pipeline.models;

import io.patchrank.api.error.ErrorCode;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.models.Digests;
import io.patchrank.models.registry.Licence;
import io.patchrank.models.registry.ModelDefaults;
import io.patchrank.models.registry.ModelStatus;
import io.patchrank.models.registry.ModelStore;
import io.patchrank.models.registry.PullListener;
import io.patchrank.models.registry.PullRequest;
import io.patchrank.models.registry.PulledModel;
import io.patchrank.models.registry.RegistryEntry;
import io.patchrank.models.registry.WeightsSummary;
import io.patchrank.pipeline.config.PatchrankConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The models that a configuration can name, as the command line sees them. Blocking. */
public final class ModelLibrary {
    private final ModelStore store;
    private final Optional<Path> offline;

    private ModelLibrary(ModelStore store, Optional<Path> offline) {
        this.store = store;
        this.offline = offline;
    }

    /** @throws PatchrankException {@code CONFIG_INVALID} when the user's own entries are wrong */
    public static ModelLibrary open(PatchrankConfig config) {
        String offline = config.models().offline();
        return new ModelLibrary(
                ModelStore.open(ModelsFolder.of(config.models(), System.getenv())),
                offline.isEmpty() ? Optional.empty() : Optional.of(Path.of(offline)));
    }

    /** All of them; looks at names and lengths of the files only. */
    public List<ModelRow> list() {
        return store.registry().entries().stream()
                .map(entry -> row(entry, store.status(entry)))
                .toList();
    }

    /** Empty when the registry has no such model. */
    public Optional<ModelRow> find(String name) {
        return store.registry().find(name).map(entry -> row(entry, store.status(entry)));
    }

    /** What to try instead of a name that is not known; begins with a semicolon. */
    public String hint(String name) {
        return store.registry().hint(name);
    }

    /**
     * Reads the whole file and compares its digest.
     *
     * @throws PatchrankException {@code NOT_FOUND} with the names that come near
     */
    public ModelRow verify(String name) {
        RegistryEntry entry = store.registry().get(name);
        return row(entry, store.verify(entry));
    }

    /**
     * Fetches a model, or checks the one that is there.
     *
     * @param from folder to take the file from; empty takes what is configured
     * @return whether it had to be fetched
     * @throws PatchrankException as {@link ModelStore#pull}
     */
    public boolean pull(String name, Optional<Path> from, boolean licenceAccepted, PullWatcher watcher) {
        PulledModel pulled =
                store.pull(name, new PullRequest(from.or(() -> offline), licenceAccepted), new PullListener() {
                    @Override
                    public void licence(Licence licence) {
                        watcher.licence(licence.toString());
                    }

                    @Override
                    public void progress(long done, long total) {
                        watcher.progress(done, total);
                    }

                    @Override
                    public void note(String line) {
                        watcher.note(line);
                    }
                });
        return pulled.fetched();
    }

    /**
     * Reads a file of weights, of the registry or not.
     *
     * @throws PatchrankException {@code NOT_FOUND}, {@code IO_FAILED}, or {@code MODEL_INVALID} naming the tensor that
     *     breaks the format
     */
    public static ModelContent read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new PatchrankException(ErrorCode.NOT_FOUND, file.toString(), "no such file");
        }
        try {
            return new ModelContent(
                    file,
                    Files.size(file),
                    Digests.of(file),
                    WeightsSummary.of(file)
                            .map(summary -> new ModelContent.Tensors(
                                    summary.tensors(), summary.parameters(), summary.types(), summary.looksLike())));
        } catch (IOException e) {
            throw new PatchrankException(ErrorCode.IO_FAILED, file.toString(), "cannot be read: " + e, e);
        }
    }

    private ModelRow row(RegistryEntry entry, ModelStatus status) {
        return new ModelRow(
                entry.name(),
                entry.kind().key(),
                entry.title(),
                entry.licence().text(),
                entry.licence().page(),
                entry.sources().stream().map(URI::toString).toList(),
                store.file(entry),
                status.size(),
                status.sha256(),
                status.trust(),
                status.state().text(),
                status.problem(),
                status.partBytes(),
                texts(entry.defaults()));
    }

    private static Map<String, String> texts(ModelDefaults defaults) {
        Map<String, String> texts = new LinkedHashMap<>();
        defaults.dimension().ifPresent(value -> texts.put("dimension", Integer.toString(value)));
        defaults.layer().ifPresent(value -> texts.put("layer", Integer.toString(value)));
        defaults.heads().ifPresent(value -> texts.put("heads", Integer.toString(value)));
        defaults.positions().ifPresent(value -> texts.put("positions", value));
        defaults.descriptor().ifPresent(value -> texts.put("descriptor", value));
        defaults.preset().ifPresent(value -> texts.put("preset", value));
        return texts;
    }
}
