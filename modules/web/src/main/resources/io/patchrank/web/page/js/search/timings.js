// Where the time of a query went: one bar, a part for each stage.
import {milliseconds} from "../format.js";
import {html, nothing, vars} from "../lit.js";

/** In the order in which they run; each keeps its colour in every bar. */
const STAGES = ["decode", "extract", "search", "read", "rerank", "match"];

export function timings(timingsMs) {
    const known = STAGES.filter((stage) => timingsMs[stage] !== undefined);
    // A name with a dot is a part of another, which the bar has already.
    const others = Object.keys(timingsMs).filter((stage) => stage !== "total" && !stage.includes(".") && !STAGES.includes(stage));
    const stages = [...known, ...others];
    return html`
        <section class="timings" aria-label="Time of each stage">
            <div class="parts" aria-hidden="true">
                ${stages.map((stage) => html`<span class=${colour(stage)} ${vars({"--time": Math.max(timingsMs[stage], 0.5)})}></span>`)}
            </div>
            <ul>
                ${stages.map((stage) => html`<li><span class="key ${colour(stage)}"></span>${stage} <b>${milliseconds(timingsMs[stage])}</b></li>`)}
                ${timingsMs.total === undefined ? nothing : html`<li>total <b>${milliseconds(timingsMs.total)}</b></li>`}
            </ul>
        </section>`;
}

/** The stages that compare patches never come in one bar. */
function colour(stage) {
    return `s${stage === "match" ? STAGES.indexOf("rerank") : Math.max(STAGES.indexOf(stage), 0)}`;
}
