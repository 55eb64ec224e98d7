// The rows of the gallery that are shown: page after page as a person scrolls, kept up to date by what happens.
import {api, ask, Failure} from "../api.js";
import {changed} from "../changed.js";
import {live, onGalleryEvent, onOpen} from "../live.js";
import {onRoute, route} from "../route.js";

const PAGE = 100;

/** Tabs by name, with the states that each shows. */
export const TABS = {
    all: {name: "All", states: ["PENDING", "INDEXED", "REJECTED"]},
    INDEXED: {name: "Indexed", states: ["INDEXED"]},
    PENDING: {name: "Pending", states: ["PENDING"]},
    REJECTED: {name: "Rejected", states: ["REJECTED"]},
    REMOVED: {name: "Removed", states: ["REMOVED"]},
};

export const pages = {
    /** The list that was asked for, which is not always the one that the address names; undefined before the first. */
    list: undefined,
    images: [],
    next: undefined,
    loading: false,
    /** Whether the first page is there. */
    ready: false,
    failure: undefined,
    /** Images that came since, not shown so that nothing jumps under the pointer. */
    fresh: 0,
};

let asking = new AbortController();

export function tab() {
    return TABS[route.params.state] ? route.params.state : "all";
}

/** Loads the first page when another list is wanted than the one that is there. */
function ensure() {
    const list = {tab: tab(), text: route.params.text};
    const there = pages.list?.tab === list.tab && pages.list.text === list.text;
    if (route.view === "gallery" && !there && live.connection !== "connecting") {
        pages.list = list;
        reload();
    }
}

/** From the start. */
export function reload() {
    asking.abort();
    Object.assign(pages, {images: [], next: undefined, ready: false, failure: undefined, fresh: 0, loading: false});
    more();
}

/** The next page. */
export async function more() {
    if (pages.loading || (pages.ready && !pages.next)) {
        return;
    }
    asking = new AbortController();
    const {signal} = asking;
    const {list} = pages;
    pages.loading = true;
    pages.failure = undefined;
    changed();
    try {
        const page = await ask(api("images", {state: TABS[list.tab].states.join(","), text: list.text, limit: PAGE, after: pages.next}), {signal});
        if (signal.aborted) {
            return;
        }
        const known = new Set(pages.images.map((image) => image.id));
        pages.images = [...pages.images, ...page.images.filter((image) => !known.has(image.id))];
        pages.next = page.next;
        pages.ready = true;
    } catch (error) {
        if (signal.aborted) {
            return;
        }
        pages.failure = Failure.of(error);
    }
    pages.loading = false;
    changed();
}

/** A row as it is now: replaced where it is shown, taken away where it does not belong any more. */
export function put(row) {
    if (!pages.list) {
        return;
    }
    const place = pages.images.findIndex((image) => image.id === row.id);
    const belongs = TABS[pages.list.tab].states.includes(row.state);
    if (place >= 0) {
        pages.images = belongs ? pages.images.with(place, row) : pages.images.toSpliced(place, 1);
    } else if (belongs && pages.ready && !pages.list.text) {
        pages.fresh += 1;
    }
    changed();
}

onRoute(ensure);
onOpen(() => {
    // After a lost connection nobody knows what has changed.
    pages.list = undefined;
    ensure();
});
onGalleryEvent(({image}) => {
    if (image) {
        put(image);
    }
});
