package io.patchrank.pipeline.index;

import java.time.Duration;

/**
 * When space is given back.
 *
 * @param above a segment of the storage is compacted when a larger share of its rows is dead, 0..1; so is the catalogue
 * @param interval between two looks
 * @param grace how long an emptied segment is kept for those who still read it
 */
public record CompactionSettings(double above, Duration interval, Duration grace) {}
