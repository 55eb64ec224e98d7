/**
 * An address with query parameters.
 *
 * @param {string} path
 * @param {Record<string, unknown>} parameters those without a value are left out
 */
export function withQuery(path, parameters) {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
    const query = new URLSearchParams(given).toString();
    return query ? `${path}?${query}` : path;
}
