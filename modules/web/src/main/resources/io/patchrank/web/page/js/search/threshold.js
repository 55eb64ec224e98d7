// The slider for the least final score. It works on the list that is there, so it costs no request.
import {changedNow} from "../changed.js";
import {score} from "../format.js";
import {html, live} from "../lit.js";
import {search} from "./query.js";

export function threshold(hits) {
    const scores = hits.map((hit) => hit.score);
    const low = Math.floor(Math.min(...scores) * 100) / 100;
    const high = Math.ceil(Math.max(...scores) * 100) / 100;
    const value = search.show.threshold ?? low;
    const above = scores.filter((each) => each >= value).length;
    const set = (event) => {
        const chosen = Number(event.target.value);
        search.show.threshold = chosen <= low ? undefined : chosen;
        changedNow();
    };
    return html`
        <label class="slider" for="threshold">
            <span>Score from <output>${score(value)}</output></span>
            <input type="range" id="threshold" min=${low} max=${high} step="0.005" .value=${live(String(value))} @input=${set}
                aria-valuetext="${score(value)}, ${above} of ${scores.length} hits">
            <span class="muted" id="above">${above} of ${scores.length}</span>
        </label>`;
}
