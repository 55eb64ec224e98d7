import {html} from "./lit.js";

/**
 * A button that opens the file chooser. The chooser itself is hidden, its label is the button.
 *
 * @param {string} id of the chooser
 * @param {string} label
 * @param {(files: File[]) => void} take gets what was chosen, one file or more
 * @param {{kind?: string, multiple?: boolean}} options
 */
export function fileButton(id, label, take, {kind = "", multiple = false} = {}) {
    const chosen = ({target}) => {
        const files = [...target.files];
        // So that the same file can be chosen again.
        target.value = "";
        if (files.length) {
            take(files);
        }
    };
    return html`
        <label class="button ${kind}" for=${id}>${label}</label>
        <input class="unseen" type="file" id=${id} accept="image/*,.tif,.tiff" ?multiple=${multiple} @change=${chosen}>`;
}
