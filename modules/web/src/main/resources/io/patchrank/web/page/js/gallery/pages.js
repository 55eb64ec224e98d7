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
    key: undefined,
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

function query(after) {
    return {state: TABS[tab()].states.join(","), text: route.params.text, limit: PAGE, after};
}

/** Loads the first page when another list is wanted than the one that is there. */
export function ensure() {
    const key = JSON.stringify([tab(), route.params.text]);
    if (route.view === "gallery" && pages.key !== key && live.connection !== "connecting") {
        pages.key = key;
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
    pages.loading = true;
    pages.failure = undefined;
    changed();
    try {
        const page = await ask(api("images", query(pages.next)), {signal});
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
    const place = pages.images.findIndex((image) => image.id === row.id);
    const belongs = TABS[tab()].states.includes(row.state);
    if (place >= 0) {
        pages.images = belongs ? pages.images.with(place, row) : pages.images.toSpliced(place, 1);
    } else if (belongs && pages.ready && !route.params.text) {
        pages.fresh += 1;
    }
    changed();
}

onRoute(ensure);
onOpen(() => {
    // After a lost connection nobody knows what has changed.
    pages.key = undefined;
    ensure();
});
onGalleryEvent(({image}) => {
    if (image && pages.key) {
        put(image);
    }
});
