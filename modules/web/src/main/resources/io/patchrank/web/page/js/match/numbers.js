// The numbers of a hit and of its comparison with the query.
import {count, score, text} from "../format.js";
import {html, nothing} from "../lit.js";
import {timings} from "../search/timings.js";
import {match} from "./comparison.js";

export function numbers(hit) {
    const {comparison} = match;
    const rows = [
        ["Rank", hit && hit.rank],
        ["Rank before", hit && hit.rankBefore],
        ["Score", hit && score(hit.score)],
        ["Re-rank score", hit?.rerankScore === undefined ? undefined : score(hit.rerankScore)],
        ["Similarity", score(comparison?.similarity ?? hit?.similarity)],
        ["Matches", comparison ? count(comparison.matchCount) : hit?.matches],
        ["Inliers", comparison && count(comparison.inlierCount)],
        ["Ground truth", hit?.correct === undefined ? undefined : hit.correct ? "right" : "wrong"],
    ];
    const metadata = Object.entries(hit?.metadata ?? {});
    return html`
        <dl class="numbers" id="numbers">
            ${rows.filter(([, value]) => value !== undefined).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
        </dl>
        ${hit?.explanation ? html`<p class="fine muted" id="formula">${hit.explanation.formula}</p>` : nothing}
        ${metadata.length ? html`
            <details><summary>Metadata</summary>
                <dl class="numbers">${metadata.map(([name, value]) => html`<div><dt>${name}</dt><dd>${text(value)}</dd></div>`)}</dl>
            </details>` : nothing}
        ${hit ? html`<p class="fine muted source">${hit.source}</p>` : nothing}
        ${comparison ? timings(comparison.timingsMs) : nothing}`;
}
