// Where two pictures lie in an area, side by side or one above the other, whichever shows them larger.
const GAP = 12;

/**
 * @param {{width: number, height: number}} area in pixels
 * @param {{width: number, height: number}} one size of the first picture, in any unit
 * @param {{width: number, height: number}} other
 * @returns {{x: number, y: number, width: number, height: number}[]} in pixels of the area
 */
export function layout(area, one, other) {
    const ratios = [one.width / one.height, other.width / other.height];
    const [first, second] = ratios;
    const height = Math.max(1, Math.min(area.height, (area.width - GAP) / (first + second)));
    const width = Math.max(1, Math.min(area.width, (area.height - GAP) / (1 / first + 1 / second)));
    const beside = height * height * (first + second);
    const stacked = width * width * (1 / first + 1 / second);
    return beside >= stacked ? sideBySide(area, height, ratios) : oneAboveTheOther(area, width, ratios);
}

function sideBySide(area, height, [first, second]) {
    const x = (area.width - height * (first + second) - GAP) / 2;
    const y = (area.height - height) / 2;
    return [
        {x, y, width: height * first, height},
        {x: x + height * first + GAP, y, width: height * second, height},
    ];
}

function oneAboveTheOther(area, width, [first, second]) {
    const x = (area.width - width) / 2;
    const y = (area.height - width / first - width / second - GAP) / 2;
    return [
        {x, y, width, height: width / first},
        {x, y: y + width / first + GAP, width, height: width / second},
    ];
}
