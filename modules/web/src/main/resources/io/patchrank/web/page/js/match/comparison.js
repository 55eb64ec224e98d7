// What the query and the opened hit have in common, asked for when a hit is opened.
import {api, Failure, request} from "../api.js";
import {changed} from "../changed.js";
import {crop, search} from "../search/query.js";

export const match = {
    /** What is compared: hit, query and box; undefined when nothing is. */
    key: undefined,
    comparison: undefined,
    failure: undefined,
    /** Why the picture could not be saved, or the original not be opened. */
    mishap: undefined,
    picturing: false,
    /** What is drawn over the pictures. */
    show: {lines: 50, strength: 0, inliers: false, matches: true, kept: false, attention: false, opacity: 0.6, colours: false},
};

let asking = new AbortController();

/** @param {object} wanted fields of the request beside the two sides */
function body(id, wanted) {
    const {query} = search;
    const box = crop();
    if (query.kind === "id") {
        return {json: {query: {id: query.id, ...(box && {crop: box})}, other: {id}, ...wanted}};
    }
    const form = new FormData();
    form.append("queryImage", query.file, query.name);
    if (box) {
        form.append("query", JSON.stringify({crop: box}));
    }
    form.append("other", JSON.stringify({id}));
    Object.entries(wanted).forEach(([name, value]) => form.append(name, value));
    return {form};
}

/** Asks for the comparison with this hit unless it is there already. */
export async function compareWith(id) {
    const key = [id, search.query.url, crop()].join(" ");
    if (match.key === key) {
        return;
    }
    asking.abort();
    asking = new AbortController();
    const {signal} = asking;
    Object.assign(match, {key, comparison: undefined, failure: undefined, mishap: undefined});
    try {
        const response = await request(api("compare"), {method: "POST", ...body(id, {maps: true}), signal});
        const comparison = await response.json();
        if (!signal.aborted) {
            match.comparison = comparison;
        }
    } catch (error) {
        if (!signal.aborted) {
            match.failure = Failure.of(error);
        }
    }
    changed();
}

export function compareAgain(id) {
    match.key = undefined;
    compareWith(id);
}

/** The dialog was closed: what is still under way is not wanted any more. */
export function forgetComparison() {
    if (match.key) {
        asking.abort();
        Object.assign(match, {key: undefined, comparison: undefined, failure: undefined, mishap: undefined});
    }
}

/** Saves the picture that the server draws of both, with as many lines as are shown. */
export async function download(id, name) {
    const {key, show: {lines, inliers}} = match;
    Object.assign(match, {picturing: true, mishap: undefined});
    changed();
    try {
        const wanted = {lines: Math.max(lines, 1), inliersOnly: inliers};
        const response = await request(api("compare"), {method: "POST", ...body(id, wanted), accept: "image/png"});
        const url = URL.createObjectURL(await response.blob());
        Object.assign(document.createElement("a"), {href: url, download: `${name.replace(/\.[^.]*$/, "")}-matches.png`}).click();
        setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (error) {
        mishap(key, Failure.of(error));
    }
    match.picturing = false;
    changed();
}

/** Tells of a mishap where it happened: meanwhile the dialog may show another hit, or be closed. */
export function mishap(key, failure) {
    if (match.key === key) {
        match.mishap = failure;
        changed();
    }
}

/** The matches that the controls leave, strongest first: of the comparison, until it is there of the hit's explanation. */
export function shownMatches(all) {
    const {lines, strength, inliers} = match.show;
    return all.filter((each) => each.strength >= strength && (!inliers || each.inlier)).slice(0, lines);
}
