// <gallery-picture src alt>: an image of the server, loaded when it comes near the screen. With a token the bytes are
// fetched with the header and shown from memory, since an <img> cannot send one.
import {request} from "./api.js";
import {onSignIn, token} from "./sign-in.js";

const KEPT = 500;
/** Object URLs of images that were fetched, the longest unused first. */
const fetched = new Map();

const near = new IntersectionObserver(
    (entries) => {
        for (const entry of entries.filter((each) => each.isIntersecting)) {
            near.unobserve(entry.target);
            entry.target.fetch();
        }
    },
    {rootMargin: "400px"},
);

class GalleryPicture extends HTMLElement {
    static observedAttributes = ["src", "alt"];

    #img = Object.assign(new Image(), {decoding: "async", draggable: false});

    constructor() {
        super();
        this.#img.addEventListener("load", () => this.#is("loaded"));
        this.#img.addEventListener("error", () => this.#is("missing"));
    }

    connectedCallback() {
        if (!this.#img.isConnected) {
            this.append(this.#img);
        }
        pictures.add(this);
        this.#show();
    }

    disconnectedCallback() {
        pictures.delete(this);
        near.unobserve(this);
    }

    attributeChangedCallback(name, before, now) {
        if (name === "alt") {
            this.#img.alt = now ?? "";
        } else if (before !== now && this.isConnected) {
            this.#show();
        }
    }

    again() {
        if (this.classList.contains("missing")) {
            this.#show();
        }
    }

    #is(state) {
        this.classList.toggle("loaded", state === "loaded");
        this.classList.toggle("missing", state === "missing");
    }

    #show() {
        const src = this.getAttribute("src");
        if (this.shown === src && this.classList.contains("loaded")) {
            return;
        }
        this.#is("loading");
        this.shown = src;
        if (!needsToken(src)) {
            // Eager where it is wanted at once; the browser does the rest.
            this.#img.loading = this.hasAttribute("eager") ? "eager" : "lazy";
            this.#img.src = src;
        } else {
            near.observe(this);
        }
    }

    async fetch() {
        const src = this.shown;
        try {
            const url = await shownAs(src);
            if (this.shown === src) {
                this.#img.loading = "eager";
                this.#img.src = url;
            }
        } catch {
            this.#is("missing");
        }
    }
}

const pictures = new Set();
onSignIn(tryAgain);

/** Loads what could not be loaded: there is a token now, or the server is back. */
export function tryAgain() {
    pictures.forEach((picture) => picture.again());
}

/** Whether an <img> cannot ask for it by itself. */
function needsToken(src) {
    return token() !== "" && !src.startsWith("blob:");
}

/** An address that an <img> can show: this one, or with a token an object URL of its bytes. */
export async function shownAs(src) {
    return needsToken(src) ? objectUrl(src) : src;
}

/** Bytes of an image as an object URL, from memory when they were fetched before. */
export function objectUrl(src) {
    const known = fetched.get(src);
    fetched.delete(src);
    const url = known ?? request(src, {accept: "image/*"}).then((response) => response.blob()).then((blob) => URL.createObjectURL(blob));
    fetched.set(src, url);
    url.catch(() => fetched.delete(src));
    if (fetched.size > KEPT) {
        const [oldest, old] = fetched.entries().next().value;
        fetched.delete(oldest);
        old.then(URL.revokeObjectURL, () => {});
    }
    return url;
}

customElements.define("gallery-picture", GalleryPicture);
