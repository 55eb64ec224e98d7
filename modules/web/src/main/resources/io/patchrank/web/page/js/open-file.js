// The original file of an image in a tab of its own. A link cannot carry a token, so with one the bytes are fetched.
import {api} from "./api.js";
import {objectUrl} from "./picture.js";
import {token} from "./sign-in.js";

/** Handles the click on a link to the file. */
export async function openFile(event, id) {
    if (!token()) {
        return;
    }
    event.preventDefault();
    // Opened at once, as browsers allow it during the click only.
    const tab = open("", "_blank");
    tab.location = await objectUrl(api(`images/${id}/file`));
}
