// One render of the whole page for any number of changes in a row; lit-html touches only what differs.
let draw = () => {};
let waiting = false;
/** Of the next render that time alone asks for. */
let ticking;

const TICK_MS = 250;

export function onChange(callback) {
    draw = callback;
}

/** The state has changed: the page is rendered soon. */
export function changed() {
    if (!waiting) {
        waiting = true;
        queueMicrotask(() => {
            if (waiting) {
                changedNow();
            }
        });
    }
}

/** What is shown changes as time passes: the page is rendered again in a moment, once, however many ask for it. */
export function changedSoon() {
    ticking ??= setTimeout(() => {
        ticking = undefined;
        changed();
    }, TICK_MS);
}

/** Renders at once, for those who measure before and after. */
export function changedNow() {
    waiting = false;
    draw();
}
