// The bearer token: asked for when the server wants one, kept in this tab's session only, sent as a header and never as
// a cookie, so that no other site can use it.
import {changed} from "./changed.js";
import {html, modal, nothing} from "./lit.js";

const KEY = "patchrank.token";
const signedIn = new EventTarget();
let wanted;

export function token() {
    return sessionStorage.getItem(KEY) ?? "";
}

/** Called whenever there is a new token. */
export function onSignIn(listener) {
    signedIn.addEventListener("token", listener);
}

/**
 * Waits until the person has given another token than the one that was refused.
 *
 * @param {string} refused the token that the request had, or ""
 */
export function askForToken(refused) {
    if (token() !== refused) {
        return Promise.resolve();
    }
    if (!wanted) {
        wanted = {refused: refused !== "", ...Promise.withResolvers()};
        changed();
    }
    return wanted.promise;
}

function submit(event) {
    event.preventDefault();
    const given = new FormData(event.target).get("token").trim();
    if (!given) {
        return;
    }
    sessionStorage.setItem(KEY, given);
    const {resolve} = wanted;
    wanted = undefined;
    resolve();
    signedIn.dispatchEvent(new Event("token"));
    changed();
}

export function signOut() {
    sessionStorage.removeItem(KEY);
    location.reload();
}

export function signInDialog() {
    if (!wanted) {
        return nothing;
    }
    return html`
        <dialog class="small" aria-labelledby="sign-in-title" ${modal()} @cancel=${(event) => event.preventDefault()}>
            <form class="stack" id="sign-in" @submit=${submit}>
                <h2 id="sign-in-title">Sign in</h2>
                <p>This server asks for a token. Whoever runs it finds it in the configuration, under
                    <code>web.read-tokens</code> and <code>web.write-tokens</code>.</p>
                ${wanted.refused ? html`<p class="notice bad" role="alert">That token was not accepted.</p>` : nothing}
                <label class="field">Token
                    <input name="token" type="password" autocomplete="off" required autofocus>
                </label>
                <p class="muted">Kept in this tab until it is closed.</p>
                <div class="actions"><button class="primary">Sign in</button></div>
            </form>
        </dialog>`;
}
