// What a search may be told: re-ranker, shortlist, limits, and a filter on metadata.
import {html, live as fresh} from "../lit.js";
import {live} from "../live.js";
import {run, search} from "./query.js";

/** On a narrow screen the lists come first. */
const wide = matchMedia("(min-width: 861px)");

function set(event) {
    search.options[event.target.name] = event.target.value.trim();
    run();
}

const NAMES = {none: "none (global order)", "mutual-nn": "mutual nearest neighbours", ames: "AMES"};

export function optionsPanel() {
    const known = live.status?.search ?? {};
    const {options} = search;
    const number = (name, label, placeholder) => html`
        <label class="field">${label}
            <input type="number" min="1" step="1" name=${name} .value=${fresh(options[name])} placeholder=${placeholder ?? ""} @change=${set}>
        </label>`;
    return html`
        <details class="options" ?open=${wide.matches}>
            <summary>Options</summary>
            <div class="stack">
                <label class="field">Re-ranking
                    <select name="rerank" id="rerank" @change=${set}>
                        ${(known.rerankers ?? []).map((each) => html`
                            <option value=${each} ?selected=${(options.rerank || known.rerank) === each}>${NAMES[each] ?? each}</option>`)}
                    </select>
                </label>
                <div class="pair">
                    ${number("shortlist", "Shortlist", known.shortlist)} ${number("limit", "Hits", known.limit)}
                </div>
                <details ?open=${Boolean(options.field || options.filter)}>
                    <summary id="more-options">Filter and time</summary>
                    <div class="stack">
                        <div class="pair">
                            <label class="field">Field <input name="field" .value=${fresh(options.field)} placeholder="city" @change=${set}></label>
                            <label class="field">is <input name="value" .value=${fresh(options.value)} placeholder="Paris" @change=${set}></label>
                        </div>
                        ${number("deadlineMs", "Deadline in ms", known.deadlineMs)}
                        <label class="field">Filter as JSON
                            <textarea name="filter" rows="3" spellcheck="false" .value=${fresh(options.filter)}
                                placeholder='{"field": "year", "from": 1900, "to": 1950}' @change=${set}></textarea>
                        </label>
                        <label class="field">Options of the re-ranker as JSON
                            <textarea name="rerankOptions" rows="2" spellcheck="false" .value=${fresh(options.rerankOptions)}
                                placeholder='{"threshold": 0.7}' @change=${set}></textarea>
                        </label>
                    </div>
                </details>
            </div>
        </details>`;
}
