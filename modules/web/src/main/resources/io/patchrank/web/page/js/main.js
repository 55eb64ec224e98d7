// The page: header, the view that the address names, and what lies over it.
import {onChange, changed} from "./changed.js";
import {uploadDialog} from "./gallery/upload.js";
import {galleryView} from "./gallery/view.js";
import {header} from "./header.js";
import {html, render} from "./lit.js";
import {listen, onOpen} from "./live.js";
import {matchDialog} from "./match/view.js";
import {tryAgain} from "./picture.js";
import {onRoute, route} from "./route.js";
import {dropTarget} from "./search/drop.js";
import {followRoute} from "./search/query.js";
import {searchView} from "./search/view.js";
import {signInDialog} from "./sign-in.js";
import {statusView} from "./status/view.js";

const VIEWS = {search: searchView, gallery: galleryView, status: statusView};
const TITLES = {search: "Search", gallery: "Gallery", status: "Status"};

onChange(() => {
    document.title = `${TITLES[route.view]} · patchrank`;
    render(
        html`
            <a class="skip" href="#content" @click=${skip}>Skip to the content</a>
            ${header()}
            <main id="content" tabindex="-1">${VIEWS[route.view]()}</main>
            ${matchDialog()} ${uploadDialog()}
            ${signInDialog()} ${dropTarget()}
        `,
        document.body,
    );
});

function skip(event) {
    event.preventDefault();
    document.getElementById("content").focus();
}

onRoute(followRoute);
// A deep link is followed once the server is heard: it may ask for a token first.
onOpen(() => followRoute(route));
onOpen(tryAgain);
changed();
listen();
