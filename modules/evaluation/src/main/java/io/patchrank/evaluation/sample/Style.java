package io.patchrank.evaluation.sample;

import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * What an unrelated picture may share with a scene: colours and materials, down to the very bricks.
 *
 * @param wall material of walls and backgrounds
 * @param ground material of floors and tables
 * @param seed of both materials
 */
record Style(Palette palette, Texture wall, Texture ground, long seed) {
    private static final List<Texture> WALLS =
            List.of(Texture.BRICK, Texture.STONE, Texture.PLASTER, Texture.TILES, Texture.PLANKS);
    private static final List<Texture> GROUNDS =
            List.of(Texture.PLANKS, Texture.MARBLE, Texture.WEAVE, Texture.TERRAZZO, Texture.PEBBLES);

    static Style random(Dice dice) {
        return new Style(Palette.random(dice), dice.pick(WALLS), dice.pick(GROUNDS), dice.seed());
    }

    /** The wall material; the caller closes it. */
    Mat wall(int width, int height) {
        return wall.render(width, height, palette, new Dice(seed));
    }

    /** The ground material; the caller closes it. */
    Mat ground(int width, int height) {
        return ground.render(width, height, palette, new Dice(seed + 1));
    }
}
