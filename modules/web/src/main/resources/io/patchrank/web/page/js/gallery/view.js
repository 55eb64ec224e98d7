// The gallery: its images by state, a search in names and metadata, and what can be done with them.
import {failurePanel} from "../failure.js";
import {count, several} from "../format.js";
import {guard, html, nothing, repeat} from "../lit.js";
import {live, mayWrite} from "../live.js";
import {address, adjust, route} from "../route.js";
import {emptyGallery} from "../search/start.js";
import {card} from "./card.js";
import {detailDialog} from "./detail.js";
import {more, pages, reload, tab, TABS} from "./pages.js";
import {rejectedList} from "./rejected.js";
import {scrollEnd} from "./scroll-end.js";
import {uploadButton} from "./upload.js";

const PAUSE_MS = 250;

/** What stands in the search field; the address has it without the spaces around it, and a moment later. */
let typed = "";
let typing;

export function galleryView() {
    const counts = live.status?.gallery;
    if (counts && counts.indexed + counts.pending + counts.rejected + counts.removed === 0) {
        return emptyGallery();
    }
    return html`
        <div class="gallery">
            <h1 class="unseen">Gallery</h1>
            <div class="toolbar">
                <nav class="tabs" aria-label="States">
                    ${Object.entries(TABS).map(([key, {name, states}]) => html`
                        <a href=${address("gallery", {...route.params, state: key === "all" ? undefined : key, image: undefined})}
                            aria-current=${tab() === key ? "true" : "false"}>${name}
                            <span class="badge ${key === "REJECTED" && counts?.rejected ? "bad" : ""}">${counts
                                ? count(states.reduce((sum, state) => sum + (counts[state.toLowerCase()] ?? 0), 0))
                                : "…"}</span></a>`)}
                </nav>
                <label class="find"><span class="unseen">Search in names and metadata</span>
                    <input type="search" id="find" placeholder="Search in names and metadata" maxlength="200" .value=${fieldText()}
                        @input=${find}></label>
                ${mayWrite() ? uploadButton("Add pictures") : html`<span class="chip" id="read-only">Read only</span>`}
            </div>
            <p class="unseen" role="status">${pages.ready ? several(pages.images.length, "image") + (pages.next ? " so far" : "") : "Loading"}</p>
            ${pages.fresh ? html`<button class="fresh" @click=${reload}>${several(pages.fresh, "new image")}. Show</button>` : nothing}
            ${content()}
        </div>
        ${detailDialog()}`;
}

function content() {
    if (!pages.ready) {
        return pages.failure
            ? failurePanel(pages.failure, {title: "The gallery cannot be listed", retry: reload})
            : html`<div class="grid" aria-hidden="true">${Array.from({length: 18}, () => html`<div class="skeleton card"></div>`)}</div>`;
    }
    if (pages.images.length === 0) {
        return html`<p class="nothing muted" id="nothing">${route.params.text
            ? html`No image has “${route.params.text}” in its name or metadata.`
            : {REJECTED: "Nothing was rejected.", PENDING: "Nothing waits to be taken in.", REMOVED: "Nothing was removed."}[tab()] ?? "No images."}</p>`;
    }
    // Many rows: rendered again only when they have changed.
    const rows = guard([pages.images, tab(), route.params.text, mayWrite(), rejectedList.version], () =>
        tab() === "REJECTED" ? rejectedList() : html`<ul class="grid" id="grid">${repeat(pages.images, (image) => image.id, card)}</ul>`);
    return html`
        ${rows}
        ${pages.failure ? failurePanel(pages.failure, {title: "The next page failed", retry: more}) : nothing}
        ${pages.next && !pages.failure
            ? html`<div class="more" ${scrollEnd(more)}><button id="more" @click=${more}>${pages.loading ? "Loading …" : "Show more"}</button></div>`
            : nothing}`;
}

function find(event) {
    typed = event.target.value;
    clearTimeout(typing);
    typing = setTimeout(() => {
        typing = undefined;
        if (route.view === "gallery") {
            adjust({text: typed.trim()}, {replace: true});
        }
    }, PAUSE_MS);
}

/** Left alone while a person types in it; otherwise the address decides. */
function fieldText() {
    const text = route.params.text ?? "";
    return typing !== undefined || typed.trim() === text ? typed : text;
}
