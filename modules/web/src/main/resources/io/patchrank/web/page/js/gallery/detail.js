// All that is known of one image of the gallery.
import {api, ask, Failure, thumbnail} from "../api.js";
import {changed, changedNow} from "../changed.js";
import {facts} from "../facts.js";
import {failurePanel} from "../failure.js";
import {bytes, date, nameOf, text} from "../format.js";
import {closeDialog, html, modal, nothing} from "../lit.js";
import {mayWrite} from "../live.js";
import {openFile} from "../open-file.js";
import {address, adjust, route} from "../route.js";
import {pages, put} from "./pages.js";

const detail = {id: undefined, image: undefined, failure: undefined, removing: false};

async function load(id) {
    Object.assign(detail, {id, image: pages.images.find((image) => image.id === id), failure: undefined, removing: false});
    if (detail.image) {
        return;
    }
    try {
        const image = await ask(api(`images/${encodeURIComponent(id)}`));
        ifShown(id, {image});
    } catch (error) {
        ifShown(id, {failure: Failure.of(error)});
    }
}

/** An answer may come when another image is shown, or none. */
function ifShown(id, outcome) {
    if (detail.id === id) {
        Object.assign(detail, outcome);
        changed();
    }
}

async function remove() {
    const {id} = detail;
    try {
        put(await ask(api(`images/${id}`), {method: "DELETE"}));
        if (detail.id === id) {
            document.getElementById("detail").close();
        }
    } catch (error) {
        ifShown(id, {failure: Failure.of(error)});
    }
}

function confirming(on) {
    detail.removing = on;
    changedNow();
    document.getElementById(on ? "remove-now" : "remove").focus();
}

export function detailDialog() {
    const id = route.params.image;
    if (!id) {
        detail.id = undefined;
        return nothing;
    }
    if (detail.id !== id) {
        load(id);
    }
    const {image, failure} = detail;
    return html`
        <dialog class="detail" id="detail" aria-labelledby="detail-title" ${modal()} @close=${() => adjust({image: undefined}, {replace: true})}>
            <header>
                <h2 id="detail-title">${image ? nameOf(image) : id}</h2>
                <button class="quiet" aria-label="Close" @click=${closeDialog}>✕</button>
            </header>
            ${failure ? failurePanel(failure) : nothing}
            ${image ? content(image) : failure ? nothing : html`<div class="skeleton card"></div>`}
        </dialog>`;
}

function content(image) {
    const indexed = image.state === "INDEXED";
    const rows = [
        ["State", image.state.toLowerCase()],
        ["Size", image.width ? `${image.width} × ${image.height}, ${bytes(image.bytes)}` : bytes(image.bytes)],
        ["Added", date(image.added)], ["Updated", date(image.updated)], ["Source", image.source], ["Id", image.id],
        ...Object.entries(image.metadata).map(([name, value]) => [name, text(value)]),
    ];
    return html`
        <div class="body">
            ${image.state === "REJECTED"
                ? html`<p class="notice bad"><code>${image.code}</code> ${image.reason}</p>`
                : html`<gallery-picture eager src=${thumbnail(image, 1024)} alt=${nameOf(image)}></gallery-picture>`}
            ${facts(rows)}
        </div>
        <div class="actions">
            ${indexed ? html`<a class="button primary" href=${address("search", {id: image.id})}>More like this</a>` : nothing}
            <a class="button" href=${api(`images/${image.id}/file`)} target="_blank" rel="noopener"
                @click=${(event) => openFile(event, image.id, (failure) => ifShown(image.id, {failure}))}>Original</a>
            ${mayWrite() && image.state !== "REMOVED" ? removal() : nothing}
        </div>`;
}

function removal() {
    return detail.removing
        ? html`<span class="confirm" role="alert">Take it out of the gallery? The file stays.</span>
              <button class="danger" id="remove-now" @click=${remove}>Remove</button>
              <button @click=${() => confirming(false)}>Keep</button>`
        : html`<button class="quiet danger" id="remove" @click=${() => confirming(true)}>Remove …</button>`;
}
