/**
 * The server-sent events of a response, one by one. EventSource can neither POST nor send a token.
 *
 * @param {Response} response
 * @returns {AsyncGenerator<{event: string, data: any}>}
 */
export async function* serverEvents(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    try {
        for (;;) {
            const {done, value} = await reader.read();
            if (done) {
                return;
            }
            const blocks = (rest + value.replaceAll("\r\n", "\n")).split("\n\n");
            rest = blocks.pop();
            for (const block of blocks) {
                const message = parse(block);
                if (message) {
                    yield message;
                }
            }
        }
    } finally {
        reader.cancel().catch(() => {});
    }
}

function parse(block) {
    let event = "message";
    const data = [];
    for (const line of block.split("\n")) {
        const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line);
        if (name === "event") {
            event = value;
        } else if (name === "data") {
            data.push(value);
        }
    }
    // A block without data is a comment that keeps the connection open.
    return data.length ? {event, data: JSON.parse(data.join("\n"))} : undefined;
}
