// The bar at the top: where to go, what runs here, what is being taken in.
import {changed, changedSoon} from "./changed.js";
import {count} from "./format.js";
import {html, nothing, vars} from "./lit.js";
import {live, reconnect} from "./live.js";
import {address, route} from "./route.js";
import {signOut, token} from "./sign-in.js";

const THEMES = ["system", "light", "dark"];
const KEY = "patchrank.theme";

const NAMES = {ingest: "Taking in", "retry-rejected": "Trying again", remove: "Removing", compact: "Compacting"};

function theme() {
    return document.documentElement.dataset.theme ?? "system";
}

function nextTheme() {
    const chosen = THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length];
    if (chosen === "system") {
        delete document.documentElement.dataset.theme;
        localStorage.removeItem(KEY);
    } else {
        document.documentElement.dataset.theme = chosen;
        localStorage.setItem(KEY, chosen);
    }
    changed();
}

export function header() {
    const link = (view, name, extra) => html`
        <a href=${address(view)} aria-current=${route.view === view ? "page" : "false"}>${name}${extra}</a>`;
    const indexed = live.status?.gallery?.indexed;
    return html`
        <header class="bar">
            <a class="brand" href=${address("search")}><img src="icon.svg" alt="" width="26" height="26">patchrank</a>
            <nav class="tabs" aria-label="Views">
                ${link("search", "Search")}
                ${link("gallery", "Gallery", indexed === undefined ? nothing : html` <span class="badge" id="gallery-count">${count(indexed)}</span>`)}
                ${link("status", "Status", down().length ? html` <span class="badge bad">${down().length} down</span>` : nothing)}
            </nav>
            <div class="state">
                ${ingest()} ${model()}
                ${token() ? html`<button class="quiet" @click=${signOut}>Sign out</button>` : nothing}
                <button class="quiet theme" id="theme" @click=${nextTheme} aria-label="Colours: ${theme()}. Change">
                    ${themeIcon(theme())}<span>${theme()}</span>
                </button>
            </div>
        </header>
        ${live.connection === "lost" ? lost() : nothing}`;
}

function down() {
    return (live.status?.stages ?? []).filter((stage) => !stage.up);
}

function model() {
    const model = live.status?.model;
    if (!model) {
        return nothing;
    }
    return html`
        <a class="chip model" href=${address("status")} aria-label="Model ${model.name} on ${model.device}">
            <span class="dot ${live.status.ready ? "good" : "warn"}"></span>
            <span class="name">${model.name}</span> <span class="muted">${model.device}</span>
        </a>`;
}

/** What is being taken in: a job with its progress, else images that wait. */
function ingest() {
    const job = live.jobs.find((each) => each.state === "RUNNING");
    const pending = live.status?.gallery?.pending ?? 0;
    if (job) {
        const share = job.total ? job.done / job.total : 0;
        const far = job.total ? `${count(job.done)} of ${count(job.total)}` : count(job.done);
        return html`
            <a class="chip progress" href=${address("status")}>
                <span><span class="words">${NAMES[job.type] ?? job.type} </span>${far}</span>
                <span class="meter" ${vars({"--share": share})}></span>
            </a>`;
    }
    return pending > 0
        ? html`<a class="chip progress" href=${address("gallery", {state: "PENDING"})}>
              <span class="pulse"></span>${count(pending)} pending</a>`
        : nothing;
}

function lost() {
    const left = Math.max(0, Math.ceil((live.retryAt - Date.now()) / 1000));
    if (left > 0) {
        changedSoon();
    }
    return html`
        <div class="banner" id="lost">
            <span role="status">Connection to the server lost.</span>
            ${live.failure && live.failure.code !== "UNREACHABLE" ? html`<span>${live.failure.message}</span>` : nothing}
            <span class="muted">${left > 0 ? `Trying again in ${left} s.` : "Trying again …"}</span>
            <button @click=${reconnect}>Try now</button>
        </div>`;
}

const themeIcon = (name) => html`<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
    <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.6"></circle>
    <path d=${{system: "M10 3a7 7 0 0 1 0 14z", light: "", dark: "M10 3a7 7 0 0 1 0 14a7 7 0 0 1 0-14z"}[name]} fill="currentColor"></path>
</svg>`;
