// The numbers of a hit and of its comparison with the query.
import {facts} from "../facts.js";
import {count, score, text} from "../format.js";
import {html, nothing} from "../lit.js";
import {timings} from "../search/timings.js";
import {match} from "./comparison.js";

/** Some re-rankers count, others weigh. */
function rerankScore(number) {
    return Number.isInteger(number) ? count(number) : number && score(number);
}

export function numbers(hit) {
    const {comparison} = match;
    const rows = [
        ["Rank", hit && hit.rank],
        ["Rank before", hit && hit.rankBefore],
        ["Score", hit && score(hit.score)],
        ["Re-rank score", rerankScore(hit?.rerankScore)],
        ["Similarity", score(comparison?.similarity ?? hit?.similarity)],
        ["Matches", comparison ? count(comparison.matchCount) : hit?.matches],
        ["Inliers", comparison && count(comparison.inlierCount)],
        ["Ground truth", hit?.correct === undefined ? undefined : hit.correct ? "right" : "wrong"],
    ];
    const metadata = Object.entries(hit?.metadata ?? {});
    return html`
        ${facts(rows, "numbers")}
        ${hit?.explanation ? html`<p class="fine muted">${hit.explanation.formula}</p>` : nothing}
        ${metadata.length ? html`
            <details><summary>Metadata</summary>
                ${facts(metadata.map(([name, value]) => [name, text(value)]))}
            </details>` : nothing}
        ${hit ? html`<p class="fine muted">${hit.source}</p>` : nothing}
        ${comparison ? timings(comparison.timingsMs) : nothing}`;
}
