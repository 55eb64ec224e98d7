package io.patchrank.imaging.decode;

/** What the longest side of a network's input means when a box is cut out of the picture. */
public enum CropScale {
    /** The box fills the input: the network sees what the user marked as large as it sees a whole picture. */
    FILL,
    /** The box is resized by the factor of the whole picture, as AMES and the revisited benchmarks do. */
    WHOLE_PICTURE
}
