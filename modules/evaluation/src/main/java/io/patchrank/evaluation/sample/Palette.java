package io.patchrank.evaluation.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * Colours that go together.
 *
 * @param light pale background
 * @param dark for outlines and shade
 * @param accents four colours
 */
record Palette(Colour light, Colour dark, List<Colour> accents) {
    private static final List<Colour> PAINTS = List.of(
            new Colour(190, 88, 62), // terracotta
            new Colour(206, 154, 60), // ochre
            new Colour(136, 156, 112), // sage
            new Colour(36, 124, 128), // teal
            new Colour(38, 62, 110), // navy
            new Colour(232, 190, 70), // mustard
            new Colour(120, 36, 54), // burgundy
            new Colour(112, 170, 206), // sky
            new Colour(232, 112, 96), // coral
            new Colour(44, 92, 62), // forest
            new Colour(204, 176, 134), // sand
            new Colour(150, 124, 178), // lavender
            new Colour(204, 52, 48), // red
            new Colour(110, 114, 48), // olive
            new Colour(70, 178, 168), // turquoise
            new Colour(236, 150, 52), // orange
            new Colour(96, 60, 44), // umber
            new Colour(54, 100, 176), // cobalt
            new Colour(226, 160, 172), // rose
            new Colour(104, 112, 122)); // slate

    /** Four paints that differ, a pale and a dark ground. */
    static Palette random(Dice dice) {
        List<Colour> paints = new ArrayList<>(PAINTS);
        List<Colour> accents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            accents.add(paints.remove(dice.whole(0, paints.size() - 1)).near(dice, 16));
        }
        Colour light = Colour.hsv(dice.between(20, 220), dice.between(0.03, 0.14), dice.between(0.88, 0.97));
        Colour dark = Colour.hsv(dice.between(0, 360), dice.between(0.2, 0.5), dice.between(0.14, 0.28));
        return new Palette(light, dark, List.copyOf(accents));
    }

    Colour any(Dice dice) {
        return dice.pick(accents);
    }
}
