package io.patchrank.pipeline.index;

import io.patchrank.api.ImageId;
import io.patchrank.api.error.PatchrankException;
import io.patchrank.api.gallery.CatalogueChange;
import io.patchrank.api.gallery.GalleryIndex;
import io.patchrank.pipeline.flow.GroupCommit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Single changes of the catalogue, committed in groups; one bad change does not fail its neighbours. Event loop. */
final class CatalogueWriter {
    private final GalleryIndex index;
    private final GroupCommit<CatalogueChange, Optional<PatchrankException>> commits;
    private Future<?> last = Future.succeededFuture();
    private long changes;

    CatalogueWriter(Vertx vertx, WorkerExecutor worker, GalleryIndex index, int largestGroup, Duration linger) {
        this.index = index;
        this.commits = new GroupCommit<>(vertx, worker, largestGroup, linger, this::write);
    }

    /** Completes when the change is on disk and visible to every search. Changes apply in the order submitted. */
    Future<Void> submit(CatalogueChange change) {
        Future<Void> written = commits.submit(change).compose(failure -> failure.<Future<Void>>map(Future::failedFuture)
                .orElseGet(Future::succeededFuture));
        last = written;
        changes++;
        return written;
    }

    /** Completes when all that was submitted before is on disk, or has failed. */
    Future<Void> settled() {
        return last.transform(ended -> Future.succeededFuture());
    }

    /** So many were submitted. */
    long changes() {
        return changes;
    }

    private List<Optional<PatchrankException>> write(List<CatalogueChange> group) {
        try {
            index.apply(lastOfEachImage(group));
            return group.stream().map(c -> Optional.<PatchrankException>empty()).toList();
        } catch (PatchrankException e) {
            if (group.size() == 1) {
                return List.of(Optional.of(e));
            }
            return group.stream()
                    .map(change -> write(List.of(change)).getFirst())
                    .toList();
        }
    }

    /** Within one commit only the last row of an image will ever be seen. */
    private static List<CatalogueChange> lastOfEachImage(List<CatalogueChange> group) {
        Map<ImageId, CatalogueChange> last = new LinkedHashMap<>();
        for (CatalogueChange change : group) {
            CatalogueChange earlier = last.remove(change.id());
            // An update keeps the descriptor of its image, which may stand in this very group.
            last.put(
                    change.id(),
                    change instanceof CatalogueChange.Update u && earlier instanceof CatalogueChange.Index i
                            ? new CatalogueChange.Index(u.image(), i.descriptor())
                            : change);
        }
        return List.copyOf(last.values());
    }
}
