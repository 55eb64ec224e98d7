// <crop-box>: a picture on which a box is drawn, moved, resized and cleared, with mouse, finger or keys. Sends the event
// "box" with the new box as fractions of width and height, or undefined, and "size" with the picture's own size.
import {shownAs} from "../picture.js";

const LEAST = 0.03;
const STEP = 0.01;
const PAUSE_MS = 400;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

class CropBox extends HTMLElement {
    #img = Object.assign(new Image(), {draggable: false, alt: ""});
    #frame = document.createElement("div");
    #src;
    #box;
    /** The box that was set last. */
    #given;
    #drag;
    /** Keys come in a row: the box is told when there was none for a while. */
    #keyed;

    constructor() {
        super();
        this.#img.addEventListener("load", () => {
            this.classList.remove("missing");
            this.#send("size", {width: this.#img.naturalWidth, height: this.#img.naturalHeight});
        });
        this.#img.addEventListener("error", () => this.classList.add("missing"));
        this.#frame.className = "box";
        this.#frame.tabIndex = 0;
        this.#frame.setAttribute("role", "group");
        this.#frame.setAttribute("aria-roledescription", "box on the query");
        this.#frame.setAttribute("aria-describedby", "box-keys");
        for (const corner of ["nw", "ne", "sw", "se"]) {
            const handle = document.createElement("span");
            handle.className = `handle ${corner}`;
            handle.dataset.corner = corner;
            this.#frame.append(handle);
        }
        this.#frame.addEventListener("keydown", (event) => this.#key(event));
        this.addEventListener("pointerdown", (event) => this.#down(event));
        this.addEventListener("pointermove", (event) => this.#move(event));
        this.addEventListener("pointerup", (event) => this.#up(event));
        this.addEventListener("pointercancel", (event) => this.#up(event));
    }

    connectedCallback() {
        this.append(this.#img, this.#frame);
        this.#draw();
    }

    disconnectedCallback() {
        this.#forgetKeys();
    }

    /** @param {string} url what the server or the browser has, with or without a token */
    set src(url) {
        if (this.#src !== url) {
            this.#src = url;
            this.#forgetKeys();
            this.#load();
        }
    }

    set alt(text) {
        this.#img.alt = text;
    }

    /** Whether a finger draws; otherwise it scrolls. A mouse always draws. */
    set drawing(on) {
        this.classList.toggle("drawing", on);
    }

    set box(box) {
        // Each render sets it again, also while the keys have moved it and have not been told of.
        if (!this.#drag && box !== this.#given) {
            this.#given = box;
            this.#forgetKeys();
            this.#box = box;
            this.#draw();
        }
    }

    /** Puts the keyboard on the box. */
    focusBox() {
        this.#frame.focus();
    }

    async #load() {
        const src = this.#src;
        try {
            const shown = await shownAs(src);
            if (src === this.#src) {
                this.#img.src = shown;
            }
        } catch {
            if (src === this.#src) {
                this.classList.add("missing");
            }
        }
    }

    #forgetKeys() {
        clearTimeout(this.#keyed);
        this.#keyed = undefined;
    }

    #sendKeyed() {
        this.#forgetKeys();
        this.#send("box", this.#box);
    }

    #send(type, detail) {
        this.dispatchEvent(new CustomEvent(type, {detail}));
    }

    #draw() {
        const box = this.#box;
        this.#frame.hidden = !box;
        if (box) {
            for (const side of ["x", "y", "width", "height"]) {
                this.#frame.style.setProperty(`--${side}`, box[side]);
            }
            const percent = (value) => `${Math.round(value * 100)} %`;
            this.#frame.setAttribute("aria-label",
                `Box: left ${percent(box.x)}, top ${percent(box.y)}, width ${percent(box.width)}, height ${percent(box.height)}`);
        }
    }

    #at(event) {
        const area = this.#img.getBoundingClientRect();
        return {
            x: clamp((event.clientX - area.left) / area.width, 0, 1),
            y: clamp((event.clientY - area.top) / area.height, 0, 1),
        };
    }

    #down(event) {
        const onBox = this.#frame.contains(event.target);
        const mayDraw = event.pointerType === "mouse" || this.classList.contains("drawing");
        if (event.button !== 0 || this.classList.contains("missing") || !(onBox || mayDraw)) {
            return;
        }
        event.preventDefault();
        if (this.#keyed) {
            this.#sendKeyed();
        }
        this.setPointerCapture(event.pointerId);
        const at = this.#at(event);
        const corner = event.target.dataset?.corner;
        const old = this.#box;
        if (corner) {
            // The opposite corner stays.
            const from = {
                x: corner.includes("w") ? old.x + old.width : old.x,
                y: corner.includes("n") ? old.y + old.height : old.y,
            };
            this.#drag = {from, old};
        } else if (onBox) {
            this.#drag = {grip: {x: at.x - old.x, y: at.y - old.y}, old};
        } else {
            this.#drag = {from: at, old};
        }
    }

    #move(event) {
        if (!this.#drag) {
            return;
        }
        const at = this.#at(event);
        const {from, grip, old} = this.#drag;
        if (grip) {
            this.#box = {...old, x: clamp(at.x - grip.x, 0, 1 - old.width), y: clamp(at.y - grip.y, 0, 1 - old.height)};
        } else {
            const x = Math.min(from.x, at.x);
            const y = Math.min(from.y, at.y);
            this.#box = {x, y, width: Math.abs(at.x - from.x), height: Math.abs(at.y - from.y)};
        }
        this.#draw();
    }

    #up(event) {
        if (!this.#drag) {
            return;
        }
        const {old} = this.#drag;
        this.#drag = undefined;
        this.releasePointerCapture(event.pointerId);
        const box = this.#box;
        if (event.type === "pointercancel" || (box && (box.width < LEAST || box.height < LEAST))) {
            // A click beside the box clears it; a slip of the hand changes nothing.
            this.#box = undefined;
            if (event.type === "pointercancel" || !old) {
                this.#box = old;
                this.#draw();
                return;
            }
        }
        this.#draw();
        if (this.#box !== old) {
            this.#send("box", this.#box);
        }
    }

    #key(event) {
        const delta = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
        if (event.key === "Delete" || event.key === "Backspace" || event.key === "Escape") {
            event.preventDefault();
            this.#forgetKeys();
            this.#box = undefined;
            this.#draw();
            this.#send("box", undefined);
        } else if (delta) {
            event.preventDefault();
            const [dx, dy] = delta.map((each) => each * STEP * (event.ctrlKey ? 5 : 1));
            const {x, y, width, height} = this.#box;
            this.#box = event.shiftKey
                ? {x, y, width: clamp(width + dx, LEAST, 1 - x), height: clamp(height + dy, LEAST, 1 - y)}
                : {x: clamp(x + dx, 0, 1 - width), y: clamp(y + dy, 0, 1 - height), width, height};
            this.#draw();
            this.#forgetKeys();
            this.#keyed = setTimeout(() => this.#sendKeyed(), PAUSE_MS);
        }
    }
}

customElements.define("crop-box", CropBox);
