// What is drawn over the pictures: lines, patches, maps.
import {changedNow} from "../changed.js";
import {html, live, nothing, svg} from "../lit.js";
import {match} from "./comparison.js";

function set(name, value) {
    match.show[name] = value;
    changedNow();
}

const toggle = (name, label, disabled = false) => html`
    <label class="check"><input type="checkbox" id="show-${name}" .checked=${live(match.show[name])} ?disabled=${disabled}
        @change=${(event) => set(name, event.target.checked)}> ${label}</label>`;

const slider = (name, label, output, {min, max, step, disabled = false}) => html`
    <label class="slider" for="set-${name}"><span>${label} <output>${output}</output></span>
        <input type="range" id="set-${name}" min=${min} max=${max} step=${step} ?disabled=${disabled}
            .value=${live(String(match.show[name]))} @input=${(event) => set(name, Number(event.target.value))}></label>`;

/** @param {number} drawn how many of `all` matches the controls leave */
export function controls(all, drawn) {
    const {show, comparison} = match;
    const strengths = all.map((each) => each.strength);
    const [weakest, strongest] = all.length ? [Math.min(...strengths), Math.max(...strengths)] : [0, 1];
    const low = Math.floor(weakest * 100) / 100;
    const geometry = all.some((each) => each.inlier !== undefined);
    const maps = Boolean(comparison?.query.attention || comparison?.other.attention);
    const colours = Boolean(comparison?.query.colours || comparison?.other.colours);
    return html`
        <section class="controls" aria-label="Layers">
            <p role="status"><b>${drawn}</b> of ${all.length} matches drawn</p>
            ${toggle("matches", "Match lines")}
            ${slider("lines", "At most", Math.min(show.lines, all.length), {min: 0, max: Math.max(all.length, 1), step: 1, disabled: !show.matches})}
            ${slider("strength", "Strength from", Math.max(show.strength, low).toFixed(2), {
                min: low, max: Math.ceil(strongest * 100) / 100, step: 0.01, disabled: !show.matches,
            })}
            ${legend(all)}
            ${geometry ? toggle("inliers", "Inliers only", !show.matches) : nothing}
            ${toggle("kept", "Kept patches", !comparison)}
            ${toggle("attention", "Attention", !maps)}
            ${show.attention && maps ? slider("opacity", "Opacity", `${Math.round(show.opacity * 100)} %`, {min: 0, max: 1, step: 0.05}) : nothing}
            ${toggle("colours", "Colours of the patches", !colours)}
        </section>`;
}

/** The colours that the server gave, from weak to strong. */
function legend(all) {
    if (all.length < 2) {
        return nothing;
    }
    const steps = Array.from({length: 5}, (_, step) => all[Math.round((all.length - 1) * (1 - step / 4))]);
    return html`
        <div class="legend" aria-hidden="true"><span>${all.at(-1).strength.toFixed(2)}</span>
            <svg viewBox="0 0 5 1" preserveAspectRatio="none">
                ${steps.map((each, step) => svg`<rect x=${step} width="1" height="1" fill=${each.colour}></rect>`)}
            </svg><span>${all[0].strength.toFixed(2)}</span></div>`;
}
