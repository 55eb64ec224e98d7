// Requests to the server that the page came from; no other host is ever asked.
import {askForToken, token} from "./sign-in.js";
import {withQuery} from "./with-query.js";

const ROOT = "api/v1/";

/** How Chromium, Firefox and Safari say that a request or the rest of its answer did not come: all by a TypeError. */
const UNREACHABLE = /^(failed to fetch|network ?error|error in input stream|load failed|the network connection was lost)/i;

/** What went wrong, in the words of docs/event-bus.md. */
export class Failure extends Error {
    constructor({code, message, subject, retryAfterMs, requestId}) {
        super(message);
        this.code = code;
        this.subject = subject;
        this.retryAfterMs = retryAfterMs;
        this.requestId = requestId;
    }

    /** Of anything that was thrown; undefined when the page itself gave up waiting. */
    static of(error) {
        if (error?.name === "AbortError") {
            return undefined;
        }
        if (error instanceof Failure) {
            return error;
        }
        if (error instanceof TypeError && UNREACHABLE.test(error.message)) {
            return new Failure({code: "UNREACHABLE", message: "The server does not answer."});
        }
        console.error(error);
        return new Failure({code: "PAGE_ERROR", message: String(error?.message ?? error)});
    }
}

/** Address of an API path with query parameters; those without a value are left out. */
export function api(path, query = {}) {
    return withQuery(ROOT + path, query);
}

/**
 * The response, when it is a good one.
 *
 * @param {string} url from `api`
 * @param {{method?: string, json?: object, form?: FormData, accept?: string, signal?: AbortSignal}} options
 * @throws {Failure}
 */
export async function request(url, {method = "GET", json, form, accept = "application/json", signal} = {}) {
    for (;;) {
        const used = token();
        const headers = {Accept: accept};
        if (used) {
            headers.Authorization = `Bearer ${used}`;
        }
        if (json) {
            headers["Content-Type"] = "application/json";
        }
        const body = json ? JSON.stringify(json) : form;
        const response = await fetch(url, {method, headers, body, signal, credentials: "omit"});
        if (response.ok) {
            return response;
        }
        if (response.status !== 401) {
            throw await failureOf(response);
        }
        await askForToken(used);
    }
}

/** The JSON body of a good answer. */
export async function ask(url, options) {
    return (await request(url, options)).json();
}

async function failureOf(response) {
    const requestId = response.headers.get("X-Request-Id") ?? undefined;
    try {
        const body = await response.json();
        if (body.code) {
            return new Failure({requestId, ...body});
        }
    } catch {
        // Not ours: something between the page and the server answered.
    }
    return new Failure({code: `HTTP_${response.status}`, message: response.statusText || "The request failed.", requestId});
}

/**
 * Address of an image made smaller. With the digest of the row the browser may keep it for good.
 *
 * @param {{id: string, sha256?: string}} image
 * @param {number} size longer side in pixels
 */
export function thumbnail({id, sha256}, size = 256) {
    return api(`images/${id}/thumbnail`, {size, v: sha256?.slice(0, 16)});
}
