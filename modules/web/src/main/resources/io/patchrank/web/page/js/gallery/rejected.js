// Images that could not be taken in: why, and another try for one or for all.
import {api, ask, Failure} from "../api.js";
import {changed} from "../changed.js";
import {date, nameOf} from "../format.js";
import {html, nothing, repeat} from "../lit.js";
import {mayWrite, takeJob} from "../live.js";
import {pages, put} from "./pages.js";

/** What became of each retry, by id: "running", or a sentence. */
const tries = new Map();
let all = "";

function tell() {
    rejectedList.version += 1;
    changed();
}

async function retry(image) {
    tries.set(image.id, "running");
    tell();
    try {
        const row = await ask(api(`images/${image.id}/retry`), {method: "POST"});
        tries.set(image.id, row.state === "REJECTED" ? "Tried again: still rejected." : "");
        put(row);
    } catch (error) {
        tries.set(image.id, Failure.of(error)?.message ?? "");
    }
    tell();
}

async function retryAll() {
    try {
        takeJob(await ask(api("jobs"), {method: "POST", json: {type: "retry-rejected"}}));
        all = "Started. The list changes as images are taken in; the progress is in the header.";
    } catch (error) {
        all = Failure.of(error)?.message ?? "";
    }
    tell();
}

export function rejectedList() {
    return html`
        <div class="rejections">
            <div class="actions">
                <p class="muted">These files could not be taken in. Mend or replace them, then try again.</p>
                ${mayWrite() ? html`<button id="retry-all" @click=${retryAll}>Try all again</button>` : nothing}
            </div>
            ${all ? html`<p class="notice" role="status">${all}</p>` : nothing}
            <ul id="rejected">${repeat(pages.images, (image) => image.id, row)}</ul>
        </div>`;
}

/** Counts what was tried, for those who render the list only when it has changed. */
rejectedList.version = 0;

function row(image) {
    const tried = tries.get(image.id);
    return html`
        <li data-id=${image.id}>
            <div class="what">
                <span class="name">${nameOf(image)}</span>
                <p class="reason"><code class="badge bad">${image.code}</code> ${image.reason}</p>
                <p class="fine muted">${image.source} · ${date(image.updated)}</p>
                ${tried && tried !== "running" ? html`<p class="fine notice warn" role="status">${tried}</p>` : nothing}
            </div>
            ${mayWrite()
                ? html`<button class="retry" ?disabled=${tried === "running"} @click=${() => retry(image)} aria-label="Try ${nameOf(image)} again">
                      ${tried === "running" ? "Trying …" : "Try again"}</button>`
                : nothing}
        </li>`;
}
