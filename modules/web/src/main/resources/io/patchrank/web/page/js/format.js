const whole = new Intl.NumberFormat("en-GB");
const moment = new Intl.DateTimeFormat("en-GB", {dateStyle: "medium", timeStyle: "short"});

/** 1204 becomes 1,204. */
export const count = (number) => (number === undefined ? "–" : whole.format(number));

/** `1 image`, `2 images`. */
export const several = (number, one, more = `${one}s`) => `${count(number)} ${number === 1 ? one : more}`;

/** A score or a cosine. */
export const score = (number) => (number === undefined ? "–" : number.toFixed(3));

export const milliseconds = (number) => (number >= 1000 ? `${(number / 1000).toFixed(2)} s` : `${Math.round(number)} ms`);

export const date = (text) => (text ? moment.format(new Date(text)) : "–");

export function bytes(number) {
    const units = ["B", "kB", "MB", "GB", "TB"];
    let value = number;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit += 1;
    }
    return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** What people call an image: the name that it was uploaded with, else the last part of its source. */
export const nameOf = ({source, metadata}) => (typeof metadata?.name === "string" && metadata.name) || source.split(/[/\\]/).pop();

/** The folder that it is in, its last two parts; empty for uploads. */
export function folderOf({source, metadata}) {
    return metadata?.name ? "" : source.split(/[/\\]/).slice(-3, -1).join("/");
}

/** A metadata value as people read it. */
export const text = (value) => (typeof value === "object" && value !== null ? JSON.stringify(value) : String(value));
