package io.patchrank.pipeline.message;

import io.patchrank.api.picture.Picture;

/**
 * Asks for the features of a picture with all its patches; answered by an {@code Inspection}. The picture passes into the
 * ownership of the extract stage.
 */
public record DenseRequest(Picture picture, Urgency urgency) {}
