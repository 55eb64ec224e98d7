// A curve from each hit's place before to its place after. Rows have one height (--row in lists.css), so that nothing
// needs to be measured; on a narrow screen there is no room and the arrows say it alone.
import {html, svg, vars} from "../lit.js";

/** Units of the drawing: one row is one unit high, the gap between the lists one wide. */
const WIDTH = 1;

export function curves(before, after, moves, hot) {
    const places = new Map(after.map((hit, place) => [hit.id, place]));
    const rows = Math.max(before.length, after.length, 1);
    const lines = before.flatMap((hit, place) => {
        const to = places.get(hit.id);
        return to === undefined ? [] : [{id: hit.id, from: place + 0.5, to: to + 0.5, kind: moves.get(hit.id).kind}];
    });
    // The hot one is drawn last, above the others.
    lines.sort((one, other) => (one.id === hot) - (other.id === hot));
    return html`
        <svg class="curves" ${vars({"--rows": rows})} viewBox="0 0 ${WIDTH} ${rows}" preserveAspectRatio="none" aria-hidden="true">
            ${lines.map(({id, from, to, kind}) => svg`
                <path class="${kind} ${id === hot ? "hot" : ""}" d="M0 ${from}C.5 ${from} .5 ${to} ${WIDTH} ${to}"></path>`)}
        </svg>`;
}
