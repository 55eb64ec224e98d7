// What runs on the server: model, stages, gallery, jobs.
import {facts} from "../facts.js";
import {bytes, count} from "../format.js";
import {html, nothing} from "../lit.js";
import {live} from "../live.js";
import {jobs} from "./jobs.js";

export function statusView() {
    const {status} = live;
    if (!status) {
        return html`<div class="status"><h1>Status</h1><div class="skeleton row"></div><div class="skeleton row"></div></div>`;
    }
    return html`
        <div class="status">
            <h1>Status <span class="badge ${status.ready ? "good" : "bad"}">${status.ready ? "ready" : "not ready"}</span></h1>
            <div class="panels">
                ${stages(status)} ${model(status)} ${gallery(status)} ${jobs()}
            </div>
            <p class="muted fine">patchrank ${status.version}</p>
        </div>`;
}

function stages({stages}) {
    return html`
        <section class="panel"><h2>Stages</h2>
            ${stages.length === 0 ? html`<p class="muted">No process tells of its stages.</p>` : nothing}
            <ul class="stages" id="stages">
                ${stages.map(({name, up, reason}) => html`
                    <li><span class="dot ${up ? "good" : "bad"}"></span>${name} <span class=${up ? "muted" : "down"}>${up ? "up" : "down"}</span>
                        ${reason ? html`<p class="fine muted">${reason}</p>` : nothing}</li>`)}
            </ul>
        </section>`;
}

function model({model, search, truth}) {
    return html`
        <section class="panel"><h2>Model</h2>
            ${model
                ? facts([["Name", model.name], ["Device", model.device], ["Fingerprint", model.fingerprint], ["Re-ranking", search?.rerank],
                      ["Shortlist", search?.shortlist], ["Ground truth", truth ? "known" : "none"]])
                : html`<p class="muted">No process says which model runs.</p>`}
        </section>`;
}

function gallery({gallery, watched}) {
    return html`
        <section class="panel"><h2>Gallery</h2>
            ${gallery
                ? facts([["Indexed", count(gallery.indexed)], ["Pending", count(gallery.pending)], ["Rejected", count(gallery.rejected)],
                      ["Removed", count(gallery.removed)], ["Index", gallery.search], ["Dimensions", gallery.dimension],
                      ["Features on disk", gallery.storage && bytes(gallery.storage.bytes)],
                      ["Watched folders", watched?.length ? watched.map((folder) => html`<code>${folder}</code> `) : "none"]])
                : html`<p class="muted">No process answers for the gallery.</p>`}
        </section>`;
}
