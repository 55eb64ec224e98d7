// One render of the whole page for any number of changes in a row; lit-html touches only what differs.
let draw = () => {};
let waiting = false;

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

/** Renders at once, for those who measure before and after. */
export function changedNow() {
    waiting = false;
    draw();
}
