// Failures, in words that say what to do next.
import {changedSoon} from "./changed.js";
import {html, nothing} from "./lit.js";
import {address} from "./route.js";

const ADVICE = {
    OVERLOADED: "Too much is waiting. Nothing is lost; try again in a moment.",
    DEADLINE_EXCEEDED: "Give the search more time under Options, or a shorter shortlist.",
    STAGE_UNAVAILABLE: "A stage of the server is down or starting. The status page says which.",
    UNREACHABLE: "Is it still running, and is this machine on its network?",
    NOT_FOUND: "It may have been removed meanwhile.",
    FILE_VANISHED: "The file was moved or deleted. The next scan of its folder sets the gallery right.",
    UNREADABLE_FILE: "Check that the server may read the file, and show its folder (watch.shown).",
    UNSUPPORTED_FORMAT: "Choose a JPEG, PNG, WebP, TIFF, BMP or GIF file.",
    TRUNCATED_IMAGE: "The file ends too early. Copy it again from where it came from.",
    CORRUPT_IMAGE: "The file is damaged. Copy it again from where it came from.",
    EMPTY_FILE: "The file has no content. Copy it again from where it came from.",
    IMAGE_TOO_LARGE: "Make the picture smaller, or raise decode.max-pixels, decode.max-bytes or web.max-upload.",
    IMAGE_TOO_SMALL: "Choose a larger picture or draw a larger box.",
    NATIVE_CRASH: "This file crashes the decoder or the network. Save the picture anew with another program.",
    BAD_REQUEST: "Correct what the message names and try again.",
    MODEL_MISMATCH: "The gallery was made with another model. Start the server with that one, or make a new gallery.",
    DISK_FULL: "Make room on the server's disk. Nothing that was acknowledged is lost.",
    FORBIDDEN: "This token may only read.",
};

/** When each failure with a time to come back may be tried again. */
const readyAt = new WeakMap();

function secondsLeft(failure) {
    if (!failure.retryAfterMs) {
        return 0;
    }
    if (!readyAt.has(failure)) {
        readyAt.set(failure, Date.now() + failure.retryAfterMs);
    }
    const left = Math.max(0, Math.ceil((readyAt.get(failure) - Date.now()) / 1000));
    if (left > 0) {
        changedSoon();
    }
    return left;
}

const titles = {OVERLOADED: "The server is busy", UNREACHABLE: "No connection", STAGE_UNAVAILABLE: "Not available right now"};

/** A panel for a failure; with `retry` it can be tried again, not before the server wants it. */
export function failurePanel(failure, {title = "That did not work", retry} = {}) {
    const left = secondsLeft(failure);
    return html`
        <section class="failure ${failure.code === "OVERLOADED" ? "busy" : ""}">
            <div role="alert">
            <h2>${titles[failure.code] ?? title}</h2>
            <p>${failure.message}</p>
            ${ADVICE[failure.code] ? html`<p>${ADVICE[failure.code]}</p>` : nothing}
            </div>
            <p class="muted fine">
                <code>${failure.code}</code>
                ${failure.subject ? html` · <code>${failure.subject}</code>` : nothing}
                ${failure.requestId ? html` · request <code>${failure.requestId}</code>` : nothing}
                ${failure.code === "STAGE_UNAVAILABLE" ? html` · <a href=${address("status")}>Status</a>` : nothing}
            </p>
            ${retry
                ? html`<div class="actions"><button class="primary" id="retry" ?disabled=${left > 0} @click=${retry}>
                      ${left > 0 ? `Try again in ${left} s` : "Try again"}
                  </button></div>`
                : nothing}
        </section>`;
}
