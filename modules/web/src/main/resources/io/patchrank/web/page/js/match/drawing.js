// <match-drawing>: both pictures with what lies over them. It lays itself out anew when its size changes.
import {html, nothing, render, svg, vars} from "../lit.js";
import {layout} from "./layout.js";

class MatchDrawing extends HTMLElement {
    #scene;
    #area;
    #resized = new ResizeObserver(([entry]) => {
        this.#area = {width: entry.contentRect.width, height: entry.contentRect.height};
        this.#draw();
    });

    connectedCallback() {
        this.#resized.observe(this);
    }

    disconnectedCallback() {
        this.#resized.disconnect();
    }

    /**
     * @param {{sides: {src: string, alt: string, size: {width: number, height: number}, box?: object, compared?: object}[],
     *     matches: object[], show: object}} scene
     */
    set scene(scene) {
        this.#scene = scene;
        this.#draw();
    }

    #draw() {
        if (!this.#scene || !this.#area?.width) {
            return;
        }
        const {sides, matches, show} = this.#scene;
        const places = layout(this.#area, sides[0].size, sides[1].size);
        const {width, height} = this.#area;
        render(
            html`
                ${sides.map((side, index) => html`
                    <gallery-picture class="side" eager src=${side.src} alt=${side.alt} ${vars(pixels(places[index]))}></gallery-picture>
                    ${map("colours", show.colours && side.compared?.colours, places[index], side, 1)}
                    ${map("attention", show.attention && side.compared?.attention, places[index], side, show.opacity)}`)}
                <svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} role="img" aria-label=${`${matches.length} match lines`}>
                    ${sides.map((side, index) => box(side.box, places[index]))}
                    ${show.kept ? sides.map((side, index) => kept(side.compared, places[index])) : nothing}
                    ${show.matches ? matches.toReversed().map((match) => line(match, places)) : nothing}
                </svg>`,
            this,
        );
    }
}

const pixels = ({x, y, width, height}) => ({"--x": `${x}px`, "--y": `${y}px`, "--w": `${width}px`, "--h": `${height}px`});

/** A map lies over the part of the picture that the network saw. */
function map(name, src, place, {compared}, opacity) {
    if (!src) {
        return nothing;
    }
    const [x, y, width, height] = compared.area ?? [0, 0, 1, 1];
    const area = {
        x: place.x + x * place.width, y: place.y + y * place.height, width: width * place.width, height: height * place.height,
    };
    return html`<img class="map ${name}" src=${src} alt="" ${vars({...pixels(area), "--opacity": opacity})}>`;
}

function box(fractions, place) {
    return fractions
        ? svg`<rect class="box" x=${place.x + fractions.x * place.width} y=${place.y + fractions.y * place.height}
              width=${fractions.width * place.width} height=${fractions.height * place.height}></rect>`
        : nothing;
}

function kept(compared, place) {
    const most = compared?.kept[0]?.weight || 1;
    return (compared?.kept ?? []).map(({at: [x, y], weight}) => svg`
        <circle class="kept" cx=${place.x + x * place.width} cy=${place.y + y * place.height} r=${2 + (3 * weight) / most}></circle>`);
}

function line({query, other, strength, inlier, colour}, [one, two]) {
    const [x1, y1] = [one.x + query[0] * one.width, one.y + query[1] * one.height];
    const [x2, y2] = [two.x + other[0] * two.width, two.y + other[1] * two.height];
    return svg`
        <g class="match ${inlier === false ? "outlier" : ""}" stroke=${colour} fill=${colour}>
            <line x1=${x1} y1=${y1} x2=${x2} y2=${y2}></line>
            <circle cx=${x1} cy=${y1} r="3"></circle><circle cx=${x2} cy=${y2} r="3"></circle>
            <title>strength ${strength.toFixed(3)}${inlier === undefined ? "" : inlier ? ", inlier" : ", outlier"}</title>
        </g>`;
}

customElements.define("match-drawing", MatchDrawing);
