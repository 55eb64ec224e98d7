// Work that takes long: how far it is, a way to stop it, and a form that starts an ingest.
import {api, ask, Failure} from "../api.js";
import {changed} from "../changed.js";
import {failurePanel} from "../failure.js";
import {count, date} from "../format.js";
import {html, nothing, repeat, vars} from "../lit.js";
import {live, mayWrite, takeJob} from "../live.js";

const NAMES = {ingest: "Ingest", "retry-rejected": "Retry of rejected images", remove: "Removal", compact: "Compaction"};
let failure;

async function attempt(url, options) {
    try {
        failure = undefined;
        takeJob(await ask(url, options));
    } catch (error) {
        failure = Failure.of(error);
    }
    changed();
}

function start(event) {
    event.preventDefault();
    const folder = new FormData(event.target).get("folder").trim();
    attempt(api("jobs"), {method: "POST", json: {type: "ingest", folder}});
}

export function jobs() {
    const watched = live.status.watched ?? [];
    return html`
        <section class="panel wide"><h2>Jobs</h2>
            ${failure ? failurePanel(failure) : nothing}
            ${live.jobs.length
                ? html`<ul class="jobs" id="jobs">${repeat(live.jobs, (job) => job.id, row)}</ul>`
                : html`<p class="muted">No job has run since the server started.</p>`}
            ${mayWrite() && watched.length ? html`
                <form class="pair" @submit=${start}>
                    <label class="field">Take in a folder
                        <input name="folder" list="watched" required .value=${watched[0]}></label>
                    <datalist id="watched">${watched.map((folder) => html`<option value=${folder}></option>`)}</datalist>
                    <button>Start</button>
                </form>` : nothing}
        </section>`;
}

function row(job) {
    const running = job.state === "RUNNING";
    const share = job.total ? Math.min(job.done / job.total, 1) : running ? 0 : 1;
    return html`
        <li>
            <div class="head"><b>${NAMES[job.type] ?? job.type}</b> <span class="badge">${job.state.toLowerCase()}</span>
                <span class="muted">${date(job.started)}</span>
                ${running && mayWrite()
                    ? html`<button class="quiet" aria-label="Stop ${NAMES[job.type] ?? job.type}" @click=${() => attempt(api(`jobs/${job.id}`), {method: "DELETE"})}>Stop</button>`
                    : nothing}</div>
            <div class="meter" role="progressbar" aria-label="Progress" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(share * 100)}
                ${vars({"--share": share})}></div>
            <p class="fine muted">${count(job.done)}${job.total === undefined ? "" : ` of ${count(job.total)}`} done${job.failed ? `, ${count(job.failed)} failed` : ""}
                ${job.failure ? html`<span class="down">${job.failure.message}</span>` : nothing}</p>
        </li>`;
}
