// The query and its answer: what is asked, and what has come back so far.
import {api, ask, Failure, request, thumbnail} from "../api.js";
import {changed, changedNow} from "../changed.js";
import {nameOf} from "../format.js";
import {live} from "../live.js";
import {typedValue} from "../metadata.js";
import {adjust, go, route} from "../route.js";
import {serverEvents} from "../server-events.js";
import {glide} from "./glide.js";

/**
 * @typedef {{kind: "file", file: File, url: string, name: string} |
 *           {kind: "id", id: string, url: string, name: string}} Query
 */
export const search = {
    /** @type {Query | undefined} */
    query: undefined,
    /** Box on the query as fractions of its width and height: {x, y, width, height}. */
    box: undefined,
    /** Upright size of the query in pixels, once its picture or an answer is there. */
    size: undefined,
    options: {rerank: "", shortlist: "", limit: "", deadlineMs: "", field: "", value: "", filter: "", rerankOptions: ""},
    running: false,
    /** "global", "improved" or "answer": how good the list is that is shown. */
    stage: undefined,
    /** The list before re-ranking. */
    before: undefined,
    answer: undefined,
    failure: undefined,
    /** Of the lists: what is shown of them. */
    show: {only: "", threshold: undefined},
};

let running = new AbortController();

/** The first of the pictures that were dropped, pasted or picked. */
export function askWithFile([file]) {
    forget();
    search.query = {kind: "file", file, url: URL.createObjectURL(file), name: file.name || "pasted picture"};
    go("search");
    run();
}

/** Back to the page that invites a query. */
export function clear() {
    forget();
    go("search");
    changed();
}

function forget() {
    running.abort();
    if (search.query?.kind === "file") {
        URL.revokeObjectURL(search.query.url);
    }
    Object.assign(search, {
        query: undefined, box: undefined, size: undefined, running: false, stage: undefined, before: undefined,
        answer: undefined, failure: undefined, show: {only: "", threshold: undefined},
    });
}

/** Takes the query from the address, so that "more like this", a reload and a link to it are the same. */
export async function followRoute({view, params}) {
    if (view !== "search" || live.connection === "connecting" || !params.id) {
        return;
    }
    if (search.query?.id === params.id) {
        return;
    }
    forget();
    search.query = {kind: "id", id: params.id, url: thumbnail({id: params.id}, 1024), name: params.id};
    search.box = readBox(params.box);
    const query = search.query;
    try {
        const row = await ask(api(`images/${encodeURIComponent(params.id)}`));
        query.name = nameOf(row);
        if (search.query === query) {
            search.size = row.width ? {width: row.width, height: row.height} : undefined;
            run();
        }
    } catch (error) {
        if (search.query === query) {
            search.failure = Failure.of(error);
            changed();
        }
    }
}

function readBox(text) {
    const [x, y, width, height] = (text ?? "").split(",").map(Number);
    return height > 0 && width > 0 && x >= 0 && y >= 0 && x + width <= 1.001 && y + height <= 1.001
        ? {x, y, width, height}
        : undefined;
}

/** Another box on the query, or none. */
export function setBox(box) {
    search.box = box;
    if (search.query.kind === "id") {
        const written = box && [box.x, box.y, box.width, box.height].map((each) => each.toFixed(4)).join(",");
        adjust({box: written}, {replace: true});
    }
    run();
}

/** The box in pixels of the upright original, as the API takes it. */
export function crop() {
    const {box, size} = search;
    if (!box || !size) {
        return undefined;
    }
    const x = Math.min(Math.round(box.x * size.width), size.width - 1);
    const y = Math.min(Math.round(box.y * size.height), size.height - 1);
    const width = Math.max(1, Math.min(Math.round(box.width * size.width), size.width - x));
    const height = Math.max(1, Math.min(Math.round(box.height * size.height), size.height - y));
    return [x, y, width, height].join(",");
}

/** The filter of the request: the field and value, and what was written as JSON. */
function filter({field, value, filter: written}) {
    const parts = [];
    if (field) {
        const equals = {field, equals: value};
        const meant = typedValue(value);
        // What looks like a number or a truth value may have been stored as text, too.
        parts.push(meant === value ? equals : {any: [equals, {field, equals: meant}]});
    }
    if (written) {
        parts.push(json(written, "filter"));
    }
    return parts.length > 1 ? {all: parts} : parts[0];
}

function json(text, subject) {
    try {
        return JSON.parse(text);
    } catch (error) {
        throw new Failure({code: "BAD_REQUEST", subject, message: `This is not JSON: ${error.message}`});
    }
}

function fields() {
    const {options} = search;
    const number = (text) => (text ? Number(text) : undefined);
    return {
        crop: crop(),
        limit: number(options.limit),
        shortlist: number(options.shortlist),
        rerank: options.rerank || undefined,
        rerankOptions: options.rerankOptions ? json(options.rerankOptions, "rerankOptions") : undefined,
        deadlineMs: number(options.deadlineMs),
        filter: filter(options),
        explain: true,
    };
}

function body() {
    const {query} = search;
    if (query.kind === "id") {
        return {json: {id: query.id, ...fields()}};
    }
    const form = new FormData();
    form.append("image", query.file, query.name);
    for (const [name, value] of Object.entries(fields())) {
        if (value !== undefined) {
            form.append(name, typeof value === "object" ? JSON.stringify(value) : value);
        }
    }
    return {form};
}

/** Asks, and shows each better list as it comes. A newer question ends an older one. */
export async function run() {
    running.abort();
    running = new AbortController();
    const {signal} = running;
    Object.assign(search, {running: true, failure: undefined, stage: undefined});
    changed();
    try {
        const response = await request(api("search"), {method: "POST", ...body(), accept: "text/event-stream", signal});
        // Whatever lies between may have asked for the last list only.
        const lists = response.headers.get("Content-Type")?.startsWith("application/json")
            ? [{event: "answer", data: await response.json()}]
            : serverEvents(response);
        for await (const {event, data} of lists) {
            if (signal.aborted) {
                return;
            }
            if (event === "failure") {
                throw new Failure(data);
            }
            take(event, data);
        }
        if (search.stage !== "answer") {
            throw new Failure({code: "UNREACHABLE", message: "The answer broke off."});
        }
    } catch (error) {
        if (!signal.aborted) {
            search.failure = Failure.of(error);
        }
    }
    if (!signal.aborted) {
        search.running = false;
        changed();
    }
}

function take(stage, answer) {
    glide(() => {
        if (stage === "global") {
            search.before = answer.hits;
        } else if (!search.stage) {
            // No global list came first: all that is known of it is in the hits.
            search.before = answer.hits.toSorted((one, other) => one.rankBefore - other.rankBefore);
        }
        search.stage = stage;
        search.answer = answer;
        if (answer.queryWidth) {
            // The browser cannot tell of every format.
            search.size = {width: answer.queryWidth, height: answer.queryHeight};
        }
        changedNow();
    });
}

/** The hit that the address names and its neighbours in the list. */
export function openHit() {
    const id = route.view === "search" ? route.params.hit : undefined;
    const hits = search.answer?.hits ?? [];
    const place = hits.findIndex((hit) => hit.id === id);
    const hit = hits[place] ?? search.before?.find((each) => each.id === id);
    return id && search.query ? {id, hit, previous: hits[place - 1], next: place < 0 ? undefined : hits[place + 1]} : undefined;
}
