import {html, nothing} from "./lit.js";

/**
 * Names and values, one below the other.
 *
 * @param {[string, unknown][]} rows those without a value are left out
 * @param {string} id of the list, for styles and tests
 */
export function facts(rows, id = "") {
    const known = rows.filter(([, value]) => value !== undefined && value !== "");
    return html`<dl class="numbers" id=${id || nothing}>${known.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
