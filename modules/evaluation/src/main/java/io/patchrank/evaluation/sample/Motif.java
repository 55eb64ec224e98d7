package io.patchrank.evaluation.sample;

/** Something that can be drawn as a flat picture, filling the whole sketch. Stateless. */
interface Motif {
    void draw(Sketch sketch, Style style, Dice dice);
}
