// How re-ranking moved each hit, and which rows a person wants to see.

/** @typedef {{kind: "up" | "down" | "same" | "new" | "out", by: number}} Move */

/** The move of each hit of either list, by id. */
export function movesOf(before, after) {
    const moves = new Map();
    const shownBefore = new Set(before.map((hit) => hit.id));
    for (const {id, rank, rankBefore} of after) {
        const by = rankBefore - rank;
        const kind = !shownBefore.has(id) ? "new" : by > 0 ? "up" : by < 0 ? "down" : "same";
        moves.set(id, {kind, by: Math.abs(by), rank, rankBefore});
    }
    for (const {id, rank} of before) {
        if (!moves.has(id)) {
            moves.set(id, {kind: "out", by: 0, rankBefore: rank});
        }
    }
    return moves;
}

/** In words, for those who do not see the arrow. */
export function inWords({kind, by, rankBefore}) {
    return {
        up: `up ${by}, was ${rankBefore}`,
        down: `down ${by}, was ${rankBefore}`,
        same: "same place",
        new: `new, was ${rankBefore}`,
        out: "no longer in the list",
    }[kind];
}

/**
 * Both lists without what is not wanted: `only` is "", "changed" or "wrong"; hits with a final score below the threshold
 * are left out, and so are those of the first list that fell out of the second.
 */
export function shown(before, after, moves, {only, threshold}) {
    const finals = new Map(after.map((hit) => [hit.id, hit.score]));
    const wanted = (hit) => {
        if (threshold !== undefined && !(finals.get(hit.id) >= threshold)) {
            return false;
        }
        return only === "changed" ? moves.get(hit.id).kind !== "same" : only === "wrong" ? hit.correct === false : true;
    };
    return {before: before.filter(wanted), after: after.filter(wanted)};
}
