package io.patchrank.models;

import io.patchrank.api.feature.PatchGrid;
import org.bytedeco.pytorch.Tensor;

/**
 * The patches of a batch of pictures at one scale, before any is chosen. Its tensors belong to the scope around.
 *
 * @param grid of each picture
 * @param descriptors any float type, [B, N, D], N along the rows of the grid
 * @param weights what patches are chosen by, float32, [B, N]
 */
public record WeightedPatches(PatchGrid grid, Tensor descriptors, Tensor weights) {}
