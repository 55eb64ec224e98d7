// Pictures from this machine into the gallery, a few at a time, each with what became of it.
import {api, ask, Failure} from "../api.js";
import {changed} from "../changed.js";
import {fileButton} from "../file-button.js";
import {bytes, several} from "../format.js";
import {closeDialog, html, modal, nothing} from "../lit.js";
import {live} from "../live.js";
import {typedValue} from "../metadata.js";

const AT_ONCE = 2;
const TRIES = 5;

/** @type {{open: boolean, running: boolean, items: {file: File, state: string, note: string}[], fields: {name: string, value: string}[]}} */
const upload = {open: false, running: false, items: [], fields: [{name: "", value: ""}]};

/** Shows the dialog with these files, to someone who may change the gallery. */
export function offer(files) {
    const most = live.status.upload?.maxBytes ?? Infinity;
    const items = files.map((file) => file.size > most
        ? {file, state: "rejected", note: `larger than ${bytes(most)}, the most that the server takes`}
        : {file, state: "waiting", note: ""});
    upload.items = upload.running ? [...upload.items, ...items] : items;
    upload.open = true;
    changed();
}

export function uploadButton(label, kind = "") {
    return fileButton("upload-files", label, offer, {kind, multiple: true});
}

async function start(event) {
    event.preventDefault();
    // Stored as what they mean, so that filters find them.
    const metadata = Object.fromEntries(upload.fields.filter(({name}) => name).map(({name, value}) => [name, typedValue(value)]));
    upload.running = true;
    changed();
    const worker = async () => {
        for (let item; (item = upload.items.find((each) => each.state === "waiting")); ) {
            await send(item, metadata);
        }
    };
    await Promise.all(Array.from({length: AT_ONCE}, worker));
    upload.running = false;
    changed();
}

async function send(item, metadata) {
    item.state = "sending";
    changed();
    for (let tries = 1; item.state === "sending"; tries += 1) {
        try {
            const form = new FormData();
            form.append("image", item.file, item.file.name);
            form.append("name", item.file.name);
            form.append("metadata", JSON.stringify(metadata));
            const row = await ask(api("images"), {method: "POST", form});
            item.state = row.state === "REJECTED" ? "rejected" : "done";
            item.note = row.state === "REJECTED" ? row.reason : {unchanged: "was there already", copied: "known under another name"}[row.action] ?? "";
        } catch (error) {
            const failure = Failure.of(error);
            if (failure.code === "OVERLOADED" && tries < TRIES) {
                item.note = "the server is busy; waiting";
                changed();
                await new Promise((resolve) => setTimeout(resolve, failure.retryAfterMs ?? 1000));
            } else {
                item.state = "rejected";
                item.note = failure.message;
            }
        }
    }
    changed();
}

const STATES = {waiting: "", sending: "taking in …", done: "taken in", rejected: "not taken in"};

export function uploadDialog() {
    if (!upload.open) {
        return nothing;
    }
    const waiting = upload.items.some((item) => item.state === "waiting");
    const done = upload.items.filter((item) => item.state === "done").length;
    return html`
        <dialog class="small" id="upload" aria-labelledby="upload-title" ${modal()} @close=${() => {
            upload.open = false;
            changed();
        }}>
            <form class="stack" @submit=${start}>
                <h2 id="upload-title">Add ${several(upload.items.length, "picture")}</h2>
                <ul class="files">
                    ${upload.items.map(({file, state, note}) => html`
                        <li class=${state}><span class="name">${file.name}</span> <span class="muted">${bytes(file.size)}</span>
                            <span class="outcome">${STATES[state]}${note ? html` <span class="muted">${note}</span>` : nothing}</span></li>`)}
                </ul>
                <fieldset ?disabled=${upload.running || !waiting}>
                    <legend>Metadata of all of them</legend>
                    ${upload.fields.map((field, place) => fieldRow(field, place))}
                </fieldset>
                <p role="status" class="muted">${upload.running || !waiting ? `${done} of ${upload.items.length} taken in.` : ""}</p>
                <div class="actions">
                    ${waiting ? html`<button class="primary" id="upload-start" ?disabled=${upload.running}>Add</button>` : nothing}
                    <button type="button" id="upload-close" @click=${closeDialog}>
                        ${waiting && !upload.running ? "Cancel" : "Close"}</button>
                </div>
            </form>
        </dialog>`;
}

function fieldRow(field, place) {
    const set = (part) => (event) => {
        field[part] = event.target.value.trim();
        // There is always an empty row for one more.
        if (place === upload.fields.length - 1 && field.name) {
            upload.fields.push({name: "", value: ""});
        }
        changed();
    };
    return html`
        <div class="pair">
            <input aria-label="Field" placeholder="city" .value=${field.name} @change=${set("name")}>
            <input aria-label="Value" placeholder="Paris" .value=${field.value} @change=${set("value")}>
        </div>`;
}
