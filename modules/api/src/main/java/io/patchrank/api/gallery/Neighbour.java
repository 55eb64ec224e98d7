package io.patchrank.api.gallery;

/** One image of a shortlist with its cosine similarity to the query's global descriptor, -1..1. */
public record Neighbour(GalleryImage image, float similarity) {}
