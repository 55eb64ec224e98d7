// Pictures that are dropped on the page or pasted into it, wherever.
import {changed} from "../changed.js";
import {html, nothing} from "../lit.js";
import {mayWrite} from "../live.js";
import {route} from "../route.js";
import {offer} from "../gallery/upload.js";
import {askWithFile} from "./query.js";

let over = false;
let leaving;

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

function show(now) {
    if (over !== now) {
        over = now;
        changed();
    }
}

addEventListener("dragover", (event) => {
    if (carriesFiles(event)) {
        event.preventDefault();
        clearTimeout(leaving);
        show(true);
    }
});
// The browser sends "leave" for each element that is crossed.
addEventListener("dragleave", () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => show(false), 100);
});
addEventListener("drop", (event) => {
    if (carriesFiles(event)) {
        event.preventDefault();
        show(false);
        take([...event.dataTransfer.files]);
    }
});
addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) {
        event.preventDefault();
        take(files);
    }
});

/** On the gallery of someone who may change it they go there, else the first is the query. */
const addsToGallery = () => route.view === "gallery" && mayWrite();

function take(files) {
    if (files.length) {
        (addsToGallery() ? offer : askWithFile)(files);
    }
}

export function dropTarget() {
    return over
        ? html`<div class="drop-target" aria-hidden="true">
              <p>${addsToGallery() ? "Drop to add to the gallery" : "Drop to search with this picture"}</p>
          </div>`
        : nothing;
}
