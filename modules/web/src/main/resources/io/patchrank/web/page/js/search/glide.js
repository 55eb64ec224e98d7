// Rows that change places glide to the new one: positions before and after are compared and the way between is animated.
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Runs `update`, which renders, and lets the rows of `[data-glide]` lists glide. */
export function glide(update) {
    const before = positions();
    update();
    if (calm.matches) {
        return;
    }
    for (const [key, {element, top}] of positions()) {
        const was = before.get(key);
        if (!was) {
            element.animate([{opacity: 0}, {opacity: 1}], {duration: 200, easing: "ease-out"});
        } else if (was.top !== top) {
            element.animate([{transform: `translateY(${was.top - top}px)`}, {transform: "none"}], {
                duration: 350,
                easing: "cubic-bezier(.2, .7, .2, 1)",
            });
        }
    }
}

function positions() {
    const found = new Map();
    for (const element of document.querySelectorAll("[data-glide] > [data-id]")) {
        found.set(element.dataset.id, {element, top: element.offsetTop});
    }
    return found;
}
