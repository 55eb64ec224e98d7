import {directive, Directive} from "../../lit/directive.js";
import {noChange} from "../../lit/lit-html.js";

/** Begins well before the end, so that scrolling does not stop there. */
const EARLY = "1200px";

class ScrollEnd extends Directive {
    #watched;
    #callback;
    #observer = new IntersectionObserver((entries) => entries.some((each) => each.isIntersecting) && this.#callback(), {rootMargin: EARLY});

    update({element}, [callback]) {
        this.#callback = callback;
        if (this.#watched !== element) {
            this.#observer.disconnect();
            this.#watched = element;
        }
        // Observed anew after each page: the element may still be in sight, of which no change would tell.
        this.#observer.unobserve(element);
        this.#observer.observe(element);
        return noChange;
    }

    render() {
        return noChange;
    }
}

/** Calls back when the element comes near the screen. */
export const scrollEnd = directive(ScrollEnd);
