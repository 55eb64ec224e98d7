package io.patchrank.pipeline.isolation;

import io.patchrank.pipeline.config.NativeSettings;
import io.patchrank.pipeline.config.Stage;
import java.util.Optional;
import org.slf4j.event.Level;

/** What a process tells its child. */
sealed interface ToChild {
    /**
     * The first message: what the child is for.
     *
     * @param parts name of the {@link NativeParts}
     * @param log least level of our own messages that is wanted
     */
    record Assignment(Stage stage, String parts, NativeSettings settings, Level log) implements ToChild {}

    /** @param requestIds that the work is for, as {@code RequestId} has them */
    record Call(long id, Optional<String> requestIds, Task task) implements ToChild {}
}
