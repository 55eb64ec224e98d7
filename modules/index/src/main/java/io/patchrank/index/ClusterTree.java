package io.patchrank.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.VectorUtil;

/** Centroids in two levels, groups and the lists of each group, so that a descriptor meets some √n of them and not n. */
final class ClusterTree {
    /** A descriptor's list is looked for in so many groups: the nearest centroid may lie in a group beside the nearest. */
    private static final int GROUPS_TRIED = 3;

    private final List<float[]> groups;
    private final List<float[]> lists = new ArrayList<>();
    /** The list behind the last one of each group. */
    private final int[] ends;

    /** Learns the lists of a group from its descriptors. */
    interface Lists {
        List<float[]> of(int group) throws IOException;
    }

    ClusterTree(List<float[]> groups, Lists learned) throws IOException {
        this.groups = groups;
        this.ends = new int[groups.size()];
        for (int group = 0; group < ends.length; group++) {
            lists.addAll(learned.of(group));
            ends[group] = lists.size();
        }
    }

    int groups() {
        return ends.length;
    }

    float[] group(int group) {
        return groups.get(group);
    }

    int lists() {
        return lists.size();
    }

    float[] list(int list) {
        return lists.get(list);
    }

    /** The number of lists before a group; of all lists, for the group behind the last one. */
    int firstList(int group) {
        return group == 0 ? 0 : ends[group - 1];
    }

    /**
     * The list whose centroid is nearest, of those in the nearest groups.
     *
     * @param vectors a few, best of the same group: each centroid then is read once for all of them
     */
    int[] nearestLists(List<float[]> vectors) {
        float[][] cosines = new float[vectors.size()][ends.length];
        for (int group = 0; group < ends.length; group++) {
            for (int i = 0; i < cosines.length; i++) {
                cosines[i][group] = VectorUtil.dotProduct(vectors.get(i), groups.get(group));
            }
        }
        float[] tried = new float[cosines.length];
        for (int i = 0; i < tried.length; i++) {
            float[] ascending = cosines[i].clone();
            Arrays.sort(ascending);
            tried[i] = ascending[Math.max(0, ascending.length - GROUPS_TRIED)];
        }
        int[] nearest = new int[cosines.length];
        float[] best = new float[cosines.length];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (int group = 0; group < ends.length; group++) {
            for (int list = firstList(group); list < ends[group]; list++) {
                for (int i = 0; i < cosines.length; i++) {
                    if (cosines[i][group] >= tried[i]) {
                        float cosine = VectorUtil.dotProduct(vectors.get(i), lists.get(list));
                        if (cosine > best[i]) {
                            best[i] = cosine;
                            nearest[i] = list;
                        }
                    }
                }
            }
        }
        return nearest;
    }
}
