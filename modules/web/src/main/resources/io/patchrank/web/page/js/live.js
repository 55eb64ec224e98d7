// What the server does, as it happens: counts, jobs, images that come and go. A lost connection is taken up again.
import {api, ask, Failure, request} from "./api.js";
import {changed} from "./changed.js";
import {serverEvents} from "./server-events.js";

const LONGEST_WAIT_MS = 15_000;

export const live = {
    /** @type {"connecting" | "open" | "lost"} */
    connection: "connecting",
    failure: undefined,
    retryAt: 0,
    status: undefined,
    /** Newest first. */
    jobs: [],
};

const galleryListeners = [];
const openListeners = [];
let wake = () => {};

/** Called with each message of `patchrank.events`. */
export function onGalleryEvent(listener) {
    galleryListeners.push(listener);
}

/** Called when the server is heard, for the first time or again. */
export function onOpen(listener) {
    openListeners.push(listener);
}

/** Tries again without waiting any longer. */
export function reconnect() {
    wake();
}

/** Runs as long as the page. */
export async function listen() {
    for (let wait = 1000; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
        const connection = new AbortController();
        try {
            const response = await request(api("events"), {accept: "text/event-stream", signal: connection.signal});
            // Asked for when the stream is there, so that no change is missed between the two.
            live.jobs = (await ask(api("jobs"))).jobs;
            for await (const message of serverEvents(response)) {
                wait = 1000;
                take(message);
            }
            live.failure = undefined;
        } catch (error) {
            live.failure = Failure.of(error);
        } finally {
            // Whatever went wrong: a stream that nobody reads would keep its place at the server.
            connection.abort();
        }
        live.connection = "lost";
        live.retryAt = Date.now() + wait;
        changed();
        await new Promise((resolve) => {
            wake = resolve;
            setTimeout(resolve, wait);
        });
    }
}

function take({event, data}) {
    if (event === "status") {
        takeStatus(data);
    } else if (event === "job") {
        takeJob(data);
    } else if (event === "gallery") {
        galleryListeners.forEach((listener) => listener(data));
    }
    changed();
}

/** Comes at the beginning of each connection, and whenever it has changed. */
function takeStatus(status) {
    live.status = status;
    if (live.connection !== "open") {
        live.connection = "open";
        openListeners.forEach((listener) => listener());
    }
}

/** A job as the server has just told it. */
export function takeJob(job) {
    const place = live.jobs.findIndex((known) => known.id === job.id);
    live.jobs = place < 0 ? [job, ...live.jobs] : live.jobs.with(place, job);
    changed();
}

/** Whether this person may change the gallery; not before the server has said so. */
export function mayWrite() {
    return live.status?.mayWrite ?? false;
}
