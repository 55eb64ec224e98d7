package io.patchrank.pipeline.message;

import io.patchrank.api.picture.Picture;

/** Asks for the features of a picture. The picture passes into the ownership of the extract stage. */
public record ExtractRequest(Picture picture, Urgency urgency) {}
