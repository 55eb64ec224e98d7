// Values of metadata as people type them.

/** Numbers and truth values are meant as such, anything else is text. */
export function typedValue(text) {
    if (text === "true" || text === "false") {
        return text === "true";
    }
    return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
