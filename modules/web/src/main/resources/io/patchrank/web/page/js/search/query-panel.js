// The query's picture, the box on it, and what can be done with both.
import {fileButton} from "../file-button.js";
import {html, nothing} from "../lit.js";
import "./crop-box.js";
import {askWithFile, clear, search, setBox} from "./query.js";

let drawing = false;

/** A box to begin with, for those who draw without a mouse. */
const MIDDLE = {x: 0.25, y: 0.25, width: 0.5, height: 0.5};

function startBox(event) {
    const element = event.target.closest("section").querySelector("crop-box");
    drawing = true;
    setBox(MIDDLE);
    // The box is there after the next render.
    setTimeout(() => element.focusBox());
}

function clearBox() {
    drawing = false;
    setBox(undefined);
}

export function queryPanel() {
    const {query, box} = search;
    return html`
        <section class="query">
            <div class="picture">
                <crop-box id="query" .src=${query.url} .alt=${`Query: ${query.name}`} .box=${box} .drawing=${drawing}
                    @box=${({detail}) => setBox(detail)}
                    @size=${({detail}) => {
                        if (query.kind === "file") {
                            search.size = detail;
                        }
                    }}></crop-box>
            </div>
            <div class="head">
                <div class="what">
                    <p class="name">${query.name}</p>
                    ${search.size ? html`<p class="muted fine">${search.size.width} × ${search.size.height}</p>` : nothing}
                </div>
                <button class="quiet" id="clear" aria-label="Close the query" @click=${() => {
                    drawing = false;
                    clear();
                }}>✕</button>
            </div>
            <p class="unseen" id="box-keys">Arrow keys move the box, with Shift they resize it, with Control in larger steps; Delete clears it.</p>
            <div class="actions">
                ${box
                    ? html`<button id="clear-box" @click=${clearBox}>Clear the box</button>`
                    : html`<button id="draw-box" @click=${startBox} aria-describedby="box-keys">Draw a box</button>`}
                ${fileButton("pick-another", "Another picture", askWithFile)}
            </div>
            ${box ? nothing : html`<p class="muted fine hint">Drag over the picture to search for a part of it.</p>`}
        </section>`;
}
