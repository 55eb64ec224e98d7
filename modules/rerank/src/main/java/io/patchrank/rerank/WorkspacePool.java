package io.patchrank.rerank;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** As many workspaces as there are threads matching at once; the most recently used first. */
final class WorkspacePool implements AutoCloseable {
    private final Deque<Workspace> idle = new ArrayDeque<>();
    private boolean closed;

    Workspace acquire() {
        @Nullable Workspace workspace;
        synchronized (idle) {
            workspace = idle.pollFirst();
        }
        return workspace == null ? new Workspace() : workspace;
    }

    void release(Workspace workspace) {
        synchronized (idle) {
            if (!closed) {
                idle.addFirst(workspace);
                return;
            }
        }
        workspace.close();
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(Workspace::close);
            idle.clear();
        }
    }
}
