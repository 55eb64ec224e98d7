package io.patchrank.rerank;

import io.patchrank.api.rerank.PairEvidence;

/**
 * What {@code mutual-nn} keeps of a pair: about 5 kB at 256 descriptors, so 0.5 MB a shortlist of 100.
 *
 * @param matches what each query row found
 * @param weights what a match of query row i counts, [n]
 * @param query shared by all candidates
 */
record MatchEvidence(Matches matches, float[] weights, PatchPositions query, PatchPositions candidate)
        implements PairEvidence {}
