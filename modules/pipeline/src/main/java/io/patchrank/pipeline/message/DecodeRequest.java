package io.patchrank.pipeline.message;

import io.patchrank.api.picture.CropBox;
import java.util.Optional;

/** Asks for the features of an image; answered by {@link Extracted}. */
public record DecodeRequest(ImageSource source, Optional<CropBox> crop, Urgency urgency) {}
