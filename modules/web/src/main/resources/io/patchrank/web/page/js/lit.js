// What the page takes of lit-html (packed beside it at the build), and what it adds of its own.
import {noChange} from "../lit/lit-html.js";
import {directive, Directive} from "../lit/directive.js";

export {html, svg, nothing, render} from "../lit/lit-html.js";
export {repeat} from "../lit/directives/repeat.js";
export {guard} from "../lit/directives/guard.js";
export {live} from "../lit/directives/live.js";

class Vars extends Directive {
    update(part, [values]) {
        for (const [name, value] of Object.entries(values)) {
            part.element.style.setProperty(name, value);
        }
        return noChange;
    }

    render() {
        return noChange;
    }
}

/** Sets CSS custom properties of an element. The content security policy refuses style attributes, not this. */
export const vars = directive(Vars);

class Modal extends Directive {
    #shown = false;

    update({element}) {
        // Once only: a render between its closing and the event that tells of it must not open it again.
        if (!this.#shown) {
            this.#shown = true;
            // It must be in the document before it can be shown.
            queueMicrotask(() => element.isConnected && element.showModal());
        }
        return noChange;
    }

    render() {
        return noChange;
    }
}

/** Shows a dialog as modal as soon as it is rendered. */
export const modal = directive(Modal);

/** Handles the click on a button that closes its dialog. */
export const closeDialog = (event) => event.target.closest("dialog").close();
