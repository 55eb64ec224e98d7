// Where the person is: `#/view?name=value`. What is in the address survives a reload and can be sent to someone.
import {changed} from "./changed.js";

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
    const given = Object.entries(params).filter(([, value]) => value !== undefined && value !== null && value !== "");
    const query = new URLSearchParams(given).toString();
    return `#/${view}${query ? `?${query}` : ""}`;
}

/** Goes there; `replace` leaves no entry in the history. */
export function go(view, params = {}, {replace = false} = {}) {
    const target = address(view, params);
    if (target === location.hash) {
        return;
    }
    history[replace ? "replaceState" : "pushState"](null, "", target);
    follow();
}

/** Changes parameters of the present view. */
export function adjust(params, options) {
    go(route.view, {...route.params, ...params}, options);
}

function follow() {
    route = read();
    listeners.forEach((listener) => listener(route));
    changed();
}

addEventListener("popstate", follow);
addEventListener("hashchange", follow);
