// Addresses that an <img> of our own elements can show: with a token the bytes are fetched first.
import {changed} from "../changed.js";
import {objectUrl} from "../picture.js";
import {token} from "../sign-in.js";

const ready = new Map();

/** The address itself, or an object URL of its bytes; empty until those are there. */
export function tokenFree(url) {
    if (!token() || url.startsWith("blob:")) {
        return url;
    }
    if (!ready.has(url)) {
        ready.clear();
        ready.set(url, "");
        objectUrl(url).then((fetched) => {
            ready.set(url, fetched);
            changed();
        }, () => {});
    }
    return ready.get(url);
}
