// Before there is a query: an invitation, or what to do with an empty gallery.
import {api, ask, Failure, thumbnail} from "../api.js";
import {changed} from "../changed.js";
import {failurePanel} from "../failure.js";
import {fileButton} from "../file-button.js";
import {nameOf} from "../format.js";
import {uploadButton} from "../gallery/upload.js";
import {html, nothing} from "../lit.js";
import {live, mayWrite, onGalleryEvent, onOpen} from "../live.js";
import {address} from "../route.js";
import {askWithFile} from "./query.js";

/** Whole rows of the grid, on wide screens and on narrow ones. */
const SHOWN = 8;
let samples;
let failure;
let loading = false;
/** Whether something has changed since the list that is under way was asked for. */
let stale = false;

onOpen(load);
// Only while there is room: the first images of a new gallery appear by themselves.
onGalleryEvent(({type}) => {
    if (type === "indexed" && (samples?.length ?? 0) < SHOWN) {
        load();
    }
});

/** One request at a time, however many images come meanwhile. */
async function load() {
    stale = true;
    if (loading) {
        return;
    }
    loading = true;
    while (stale) {
        stale = false;
        try {
            samples = (await ask(api("images", {state: "INDEXED", limit: SHOWN}))).images;
            failure = undefined;
        } catch (error) {
            failure = Failure.of(error);
        }
        changed();
    }
    loading = false;
}

export function invitation() {
    return html`
        <section class="start">
            <div class="drop">
                ${motif()}
                <h1>Find the same thing in your pictures</h1>
                <p class="muted">Drop a picture here, paste one, or choose a file. It stays on this machine.</p>
                ${fileButton("pick", "Choose a picture", askWithFile, {kind: "primary"})}
            </div>
            ${failure ? failurePanel(failure, {title: "The gallery does not answer", retry: load}) : strip()}
        </section>`;
}

function strip() {
    if (samples?.length === 0) {
        return nothing;
    }
    return html`
        <h2 class="quiet-title">Or start from one of these</h2>
        <ul class="strip" id="samples">
            ${samples
                ? samples.map((image) => html`
                    <li><a href=${address("search", {id: image.id})} aria-label="Search with ${nameOf(image)}">
                        <gallery-picture src=${thumbnail(image)} alt=""></gallery-picture>
                    </a></li>`)
                : Array.from({length: SHOWN}, () => html`<li class="skeleton"></li>`)}
        </ul>`;
}

export function emptyGallery() {
    const watched = live.status.watched ?? [];
    return html`
        <section class="start" id="empty">
            <div class="drop">
                ${motif()}
                <h1>The gallery is empty</h1>
                <p class="muted">A search needs pictures to look through. Any of these fills it:</p>
                <ul class="ways">
                    ${watched.map((folder) => html`<li>Put pictures into <code>${folder}</code>; they are taken in by themselves.</li>`)}
                    <li>Run <code>./patchrank ingest FOLDER</code>, or start the server with <code>--watch FOLDER</code>.</li>
                    ${mayWrite() ? html`<li>Upload some from this machine:</li>` : nothing}
                </ul>
                ${mayWrite() ? uploadButton("Add pictures", "primary") : nothing}
            </div>
        </section>`;
}

const motif = () => html`
    <svg class="motif" viewBox="0 0 120 64" width="120" height="64" aria-hidden="true">
        <rect x="2" y="10" width="46" height="46" rx="6"></rect>
        <rect x="72" y="10" width="46" height="46" rx="6"></rect>
        <path d="M16 24L86 22M34 26L104 28M22 42L92 44M38 46L106 42"></path>
    </svg>`;
