// Where the time of a query went: one bar, a part for each stage.
import {milliseconds} from "../format.js";
import {html, nothing, vars} from "../lit.js";

const STAGES = ["decode", "extract", "search", "rerank", "match"];

export function timings(timingsMs, running = false) {
    const known = STAGES.filter((stage) => timingsMs[stage] !== undefined);
    const others = Object.keys(timingsMs).filter((stage) => stage !== "total" && !STAGES.includes(stage));
    const stages = [...known, ...others];
    return html`
        <section class="timings ${running ? "running" : ""}" aria-label="Time of each stage">
            <div class="parts" aria-hidden="true">
                ${stages.map((stage, place) => html`<span class="s${place % 5}" ${vars({"--time": Math.max(timingsMs[stage], 0.5)})}></span>`)}
            </div>
            <ul>
                ${stages.map((stage, place) => html`<li><span class="key s${place % 5}"></span>${stage} <b>${milliseconds(timingsMs[stage])}</b></li>`)}
                ${timingsMs.total === undefined ? nothing : html`<li class="total">total <b>${milliseconds(timingsMs.total)}</b></li>`}
            </ul>
        </section>`;
}
