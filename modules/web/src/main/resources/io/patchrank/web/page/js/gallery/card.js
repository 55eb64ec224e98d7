// One image of the grid. Its box has its size before the picture is there, so nothing moves.
import {thumbnail} from "../api.js";
import {folderOf, nameOf} from "../format.js";
import {html, nothing} from "../lit.js";
import {address, adjustByLink, route} from "../route.js";

export function card(image) {
    const name = nameOf(image);
    const folder = folderOf(image);
    const named = folder ? `${name} in ${folder}` : name;
    const state = image.state === "INDEXED" ? "" : (image.code ?? image.state);
    return html`
        <li class="card ${image.state.toLowerCase()}" data-id=${image.id}>
            <a class="open" href=${address("gallery", {...route.params, image: image.id})}
                @click=${(event) => adjustByLink(event, {image: image.id})} aria-label="${named}${state ? `, ${state}` : ""}. Details">
                ${image.state === "REJECTED"
                    ? html`<span class="no-picture" aria-hidden="true">no picture</span>`
                    : html`<gallery-picture src=${thumbnail(image)} alt=""></gallery-picture>`}
                ${state ? html`<span class="badge state ${image.state === "REJECTED" ? "bad" : "warn"}">${state.toLowerCase().replaceAll("_", " ")}</span>` : nothing}
            </a>
            <div class="caption" title=${image.source}>
                <span class="name">${name}</span>
                <span class="folder muted">${folder}</span>
                ${image.state === "INDEXED"
                    ? html`<a class="like" href=${address("search", {id: image.id})} aria-label="More like ${named}">More like this</a>`
                    : nothing}
            </div>
        </li>`;
}
