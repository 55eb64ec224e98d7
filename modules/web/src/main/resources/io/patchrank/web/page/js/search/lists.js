// The two lists, their head with filters and threshold, and the curves between them.
import {thumbnail} from "../api.js";
import {changed, changedNow} from "../changed.js";
import {folderOf, nameOf, score, several} from "../format.js";
import {html, nothing, repeat} from "../lit.js";
import {address, adjustByLink, route} from "../route.js";
import {curves} from "./curves.js";
import {glide} from "./glide.js";
import {inWords, movesOf, shown} from "./moves.js";
import {run, search} from "./query.js";
import {threshold} from "./threshold.js";

/** The hit under the pointer or the keyboard, shown in both lists. */
let hot;

export function lists() {
    const {answer, before, stage, show} = search;
    const after = answer.hits;
    const moves = movesOf(before, after);
    const rows = shown(before, after, moves, show);
    return html`
        ${summary(answer, moves)} ${tools(after)}
        <div class="columns ${search.running ? "running" : ""} ${stage ? "" : "stale"}">
            <section aria-labelledby="before-title">
                <h2 id="before-title">Before <span class="muted">global descriptor</span></h2>
                ${list("before", rows.before, moves)}
            </section>
            ${curves(rows.before, rows.after, moves, hot)}
            <section aria-labelledby="after-title">
                <h2 id="after-title">After <span class="muted">${afterTitle(answer, stage)}</span></h2>
                ${list("after", rows.after, moves)}
            </section>
        </div>`;
}

function afterTitle(answer, stage) {
    if (search.running && stage !== "answer") {
        return "re-ranking …";
    }
    return answer.rerank === "none" ? "not re-ranked" : `re-ranked, ${answer.rerank}`;
}

function summary(answer, moves) {
    const hits = answer.hits;
    const judged = hits.filter((hit) => hit.correct !== undefined);
    const changedPlaces = [...moves.values()].filter((move) => !["same", "out"].includes(move.kind)).length;
    const right = (list) => list.filter((hit) => hit.correct).length;
    const top = Math.min(10, hits.length);
    return html`
        <div class="summary" role="status" id="summary">
            ${hits.length === 0
                ? html`<span><strong>No hits.</strong> Nothing in the gallery passes the filter.</span>`
                : html`<span><strong>${several(hits.length, "hit")}</strong>, ${answer.scored} of ${answer.shortlist} candidates re-ranked,
                  ${changedPlaces} changed places.</span>`}
            ${judged.length
                ? html`<span>Right among the first ${top}: <b>${right(search.before.slice(0, top))}</b> before,
                  <b>${right(hits.slice(0, top))}</b> after${answer.relevant === undefined ? "" : `, of ${answer.relevant} in the gallery`}.</span>`
                : nothing}
            ${answer.partial ? partial(answer) : nothing}
        </div>`;
}

function partial(answer) {
    const more = () => {
        search.options.deadlineMs = String(Math.ceil((answer.timingsMs.total ?? 5000) * 4));
        run();
    };
    return html`
        <div class="notice warn"><span>The deadline ended first: ${answer.scored} of ${answer.shortlist} candidates were re-ranked,
            the others keep their global order.</span> <button @click=${more}>Search with more time</button></div>`;
}

function tools(hits) {
    const truth = hits.some((hit) => hit.correct !== undefined);
    const choice = (value, label) => html`
        <button aria-pressed=${String(search.show.only === value)} data-only=${value} @click=${() => glide(() => {
            search.show.only = value;
            changedNow();
        })}>${label}</button>`;
    return hits.length === 0 ? nothing : html`
        <div class="tools">
            <div class="segments" role="group" aria-label="Show">
                ${choice("", "All")} ${choice("changed", "Changed")} ${truth ? choice("wrong", "Wrong") : nothing}
            </div>
            ${threshold(hits)}
        </div>`;
}

function list(which, hits, moves) {
    return html`
        <ol class="hits" id=${which} data-glide=${which}>
            ${repeat(hits, (hit) => hit.id, (hit) => row(which, hit, moves.get(hit.id)))}
            ${hits.length === 0 ? html`<li class="none muted">Nothing to show with this filter.</li>` : nothing}
        </ol>`;
}

function row(which, hit, move) {
    const judged = hit.correct === undefined ? "" : hit.correct ? "right" : "wrong";
    const after = which === "after";
    const words = [`${hit.rank}. ${nameOf(hit)}`, after ? `score ${score(hit.score)}` : `similarity ${score(hit.similarity)}`, inWords(move), judged];
    const warm = (id) => () => {
        if (hot !== id) {
            hot = id;
            changed();
        }
    };
    return html`
        <li data-id="${which}-${hit.id}" class="hit ${judged} ${hot === hit.id ? "hot" : ""}">
            <a href=${address("search", {...route.params, hit: hit.id})} data-hit=${hit.id} aria-label=${words.filter(Boolean).join(", ")}
                @click=${(event) => adjustByLink(event, {hit: hit.id})} @pointerenter=${warm(hit.id)} @pointerleave=${warm(undefined)}
                @focus=${warm(hit.id)} @blur=${warm(undefined)}>
                <span class="frame"><gallery-picture src=${thumbnail(hit)} alt=""></gallery-picture>
                    ${judged ? html`<span class="verdict" aria-hidden="true">${judged === "right" ? "✓" : "✗"}</span>` : nothing}</span>
                <span class="text">
                    <span class="head"><b class="rank">${hit.rank}</b>${after ? arrow(move) : goesTo(move)}</span>
                    <span class="name">${nameOf(hit)}</span>
                    <span class="folder muted">${folderOf(hit)}</span>
                    <span class="numbers">${after
                        ? html`<b>${score(hit.score)}</b>${hit.matches === undefined ? nothing : html` <span class="muted">${several(hit.matches, "match", "matches")}</span>`}`
                        : html`<b>${score(hit.similarity)}</b> <span class="muted">cosine</span>`}</span>
                </span>
            </a>
        </li>`;
}

function arrow({kind, by}) {
    const label = {up: `▲ ${by}`, down: `▼ ${by}`, same: "=", new: "new"}[kind];
    return html`<span class="move ${kind}" aria-hidden="true">${label}</span>`;
}

/** In the list before: where the hit is after. */
function goesTo({kind, rank}) {
    return html`<span class="move ${kind}" aria-hidden="true">${kind === "out" ? "→ out" : kind === "same" ? "=" : `→ ${rank}`}</span>`;
}
