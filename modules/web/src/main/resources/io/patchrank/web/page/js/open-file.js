// The original file of an image in a tab of its own. A link cannot carry a token, so with one the bytes are fetched.
import {api, Failure} from "./api.js";
import {objectUrl} from "./picture.js";
import {token} from "./sign-in.js";

/**
 * Handles the click on a link to the file.
 *
 * @param {Event} event
 * @param {string} id
 * @param {(failure: Failure) => void} onFailure
 */
export async function openFile(event, id, onFailure) {
    if (!token()) {
        return;
    }
    event.preventDefault();
    // Opened at once, as browsers allow it during the click only.
    const tab = open("", "_blank");
    if (!tab) {
        onFailure(new Failure({code: "TAB_REFUSED", message: "The browser opened no tab. Allow this page to open some."}));
        return;
    }
    try {
        tab.location = await objectUrl(api(`images/${id}/file`));
    } catch (error) {
        tab.close();
        onFailure(Failure.of(error));
    }
}
