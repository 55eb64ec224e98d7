// Where the person is: `#/view?name=value`. What is in the address survives a reload and can be sent to someone.
import {changedNow} from "./changed.js";
import {withQuery} from "./with-query.js";

/** State of history entries that were shown. */
const SEEN = "seen";
const VIEWS = ["search", "gallery", "status"];

/** @type {{view: string, params: Record<string, string>}} */
export let route = read();

const listeners = [];

export function onRoute(listener) {
    listeners.push(listener);
}

function read() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    return {view: VIEWS.includes(path) ? path : "search", params: Object.fromEntries(new URLSearchParams(query))};
}

/** The address of a view; parameters without a value are left out. */
export function address(view, params = {}) {
    return withQuery(`#/${view}`, params);
}

/** Goes there; `replace` leaves no entry in the history. */
export function go(view, params = {}, {replace = false} = {}) {
    const target = address(view, params);
    if (target === location.hash) {
        return;
    }
    history[replace ? "replaceState" : "pushState"](SEEN, "", target);
    follow(true);
}

/** Changes parameters of the present view. */
export function adjust(params, options) {
    go(route.view, {...route.params, ...params}, options);
}

/** The click on a link that changes parameters of the present view; with a key held it is left to the browser. */
export function adjustByLink(event, params) {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        adjust(params);
    }
}

function follow(isNew) {
    const before = place(route);
    route = read();
    listeners.forEach((listener) => listener(route));
    changedNow();
    // Going back is left to the browser, which knows where one was.
    if (isNew && place(route) !== before) {
        scrollTo(0, 0);
    }
}

/** What is another page to a person; an opened hit or another word to find is not. */
function place({view, params}) {
    return [view, params.id, params.state].join(" ");
}

// A link makes an entry without a state; entries that one goes back to have been marked.
addEventListener("hashchange", () => {
    const isNew = history.state !== SEEN;
    history.replaceState(SEEN, "");
    follow(isNew);
});
