package io.patchrank.pipeline.message;

import io.patchrank.api.gallery.Neighbour;
import java.util.List;

/** The head of the global ranking, most similar first. */
public record Shortlist(List<Neighbour> neighbours) {}
