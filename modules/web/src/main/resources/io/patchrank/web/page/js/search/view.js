// The search page: the query and its options beside the lists before and after re-ranking.
import {failurePanel} from "../failure.js";
import {html, nothing} from "../lit.js";
import {live} from "../live.js";
import {lists} from "./lists.js";
import {optionsPanel} from "./options.js";
import {run, search} from "./query.js";
import {queryPanel} from "./query-panel.js";
import {emptyGallery, invitation} from "./start.js";
import {timings} from "./timings.js";

export function searchView() {
    if (!search.query) {
        const gallery = live.status?.gallery;
        return gallery && gallery.indexed + gallery.pending === 0 ? emptyGallery() : invitation();
    }
    return html`
        <div class="search">
            <aside class="side" aria-label="Query">
                ${queryPanel()} ${search.answer ? timings(search.answer.timingsMs) : nothing} ${optionsPanel()}
            </aside>
            <div class="results">
                <h1 class="unseen">Results</h1>
                ${search.failure ? failurePanel(search.failure, {title: "The search failed", retry: run}) : nothing}
                ${search.answer ? lists() : search.failure ? nothing : skeleton()}
            </div>
        </div>`;
}

function skeleton() {
    return html`
        <p class="summary muted" role="status">Looking …</p>
        <div class="columns" aria-hidden="true">
            ${[0, 1].map(() => html`<div class="skeletons">${Array.from({length: 6}, () => html`<div class="skeleton row"></div>`)}</div>`)}
        </div>`;
}
