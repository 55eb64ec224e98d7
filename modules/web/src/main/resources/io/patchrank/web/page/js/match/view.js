// The dialog of an opened hit: query and hit side by side with what the network saw in both.
import {api, thumbnail} from "../api.js";
import {failurePanel} from "../failure.js";
import {folderOf, nameOf} from "../format.js";
import {closeDialog, html, modal, nothing} from "../lit.js";
import {openFile} from "../open-file.js";
import {adjust} from "../route.js";
import {openHit, search} from "../search/query.js";
import {compareAgain, compareWith, download, forgetComparison, match, mishap, shownMatches} from "./comparison.js";
import {controls} from "./controls.js";
import "./drawing.js";
import {numbers} from "./numbers.js";

export function matchDialog() {
    const open = openHit();
    if (!open) {
        forgetComparison();
        return nothing;
    }
    compareWith(open.id);
    const compared = match.key;
    const {id, hit, previous, next} = open;
    const name = hit ? nameOf(hit) : id;
    const all = match.comparison?.matches ?? hit?.explanation?.matches ?? [];
    const matches = shownMatches(all);
    return html`
        <dialog class="match" id="match" aria-labelledby="match-title" ${modal()} @close=${close} @keydown=${(event) => key(event, previous, next)}>
            <header>
                <h2 id="match-title">${hit ? html`<span class="muted">${hit.rank}.</span> ` : nothing}<span id="match-name">${name}</span>
                    ${hit ? html`<span class="muted folder">${folderOf(hit)}</span>` : nothing}</h2>
                <div class="actions">
                    <button class="quiet" aria-label="Previous hit" ?disabled=${!previous} @click=${() => show(previous)}>←</button>
                    <button class="quiet" aria-label="Next hit" ?disabled=${!next} @click=${() => show(next)}>→</button>
                    <button class="quiet" aria-label="Close" @click=${closeDialog}>✕</button>
                </div>
            </header>
            <div class="stage ${match.comparison || match.failure ? "" : "waiting"}">
                <match-drawing .scene=${scene(id, hit, name, matches)}></match-drawing>
            </div>
            <aside aria-label="What is shown">
                ${match.failure ? failurePanel(match.failure, {title: "The comparison failed", retry: () => compareAgain(id)}) : nothing}
                ${match.mishap ? failurePanel(match.mishap) : nothing}
                ${controls(all, matches.length)} ${numbers(hit)}
                <div class="actions">
                    <button @click=${() => searchWith(id)} id="search-with">Search with this</button>
                    <a class="button" href=${api(`images/${id}/file`)} target="_blank" rel="noopener"
                        @click=${(event) => openFile(event, id, (failure) => mishap(compared, failure))}>Original</a>
                    <button @click=${() => download(id, name)} ?disabled=${match.picturing} id="download">
                        ${match.picturing ? "Drawing …" : "Download picture"}</button>
                </div>
            </aside>
        </dialog>`;
}

function scene(id, hit, name, matches) {
    const {query, size, box} = search;
    const {comparison, show} = match;
    return {
        sides: [
            {src: query.url, alt: `Query: ${query.name}`, size: firstSize(comparison?.query, size), box, compared: comparison?.query},
            {src: thumbnail({id}, 1024), alt: `Hit: ${name}`, size: firstSize(comparison?.other, hit), compared: comparison?.other},
        ],
        matches,
        show,
    };
}

/** Of what is known already; an image that was taken over from elsewhere may have no size. */
function firstSize(...known) {
    return known.find((each) => each?.width > 0) ?? {width: 4, height: 3};
}

/** The next hit takes the place of this one in the history: "back" closes. */
function show(hit) {
    if (hit) {
        adjust({hit: hit.id}, {replace: true});
    }
}

function close() {
    const {id} = openHit() ?? {};
    adjust({hit: undefined}, {replace: true});
    // The dialog may have moved on to another hit than the one that it was opened from.
    document.querySelector(`#after [data-hit="${CSS.escape(id ?? "")}"]`)?.focus();
}

function key(event, previous, next) {
    // In a slider the arrows move the slider.
    if (event.target.matches("input, select, textarea") || event.altKey || event.ctrlKey || event.metaKey) {
        return;
    }
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        event.preventDefault();
        show(event.key === "ArrowRight" ? next : previous);
    }
}

function searchWith(id) {
    adjust({hit: undefined, box: undefined, id});
}
