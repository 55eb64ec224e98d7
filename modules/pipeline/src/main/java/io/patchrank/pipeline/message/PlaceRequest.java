package io.patchrank.pipeline.message;

import java.util.List;

/**
 * Asks where a file really is; answered by its real path.
 *
 * @param folders that may be shown: the file lies in one of them, or is one
 */
public record PlaceRequest(String path, List<String> folders) {}
