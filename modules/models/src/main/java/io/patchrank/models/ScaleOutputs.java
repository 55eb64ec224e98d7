package io.patchrank.models;

import io.patchrank.models.vit.VitOutputs;

/** What the network says of a batch of pictures at one scale, and which of their patches are strong. */
public record ScaleOutputs(VitOutputs network, WeightedPatches patches) {}
