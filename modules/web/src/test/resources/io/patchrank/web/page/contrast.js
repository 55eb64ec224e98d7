// Texts whose contrast with what is behind them is below that of WCAG 2.2, level AA. Disabled controls are exempt, and
// so is text over pictures, which has no one background.
const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
};
const luminance = (rgb) => {
    const [r, g, b] = rgb.map((each) => each / 255).map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
        const [r, g, b, alpha] = channels(getComputedStyle(each).backgroundColor);
        if (alpha > 200) {
            return [r, g, b];
        }
    }
    return [255, 255, 255];
};
const scope = document.querySelector("dialog[open]") ?? document.body;
const texts = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
const faint = [];
while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest(":disabled, noscript, .unseen, script, svg")) {
        continue;
    }
    const style = getComputedStyle(element);
    const [one, other] = [luminance(channels(style.color).slice(0, 3)), luminance(behind(element))].sort((a, b) => b - a);
    const large = parseFloat(style.fontSize) >= 24;
    if ((one + 0.05) / (other + 0.05) < (large ? 3 : 4.5)) {
        faint.push(`${element.className} "${texts.currentNode.data.trim().slice(0, 40)}" ${style.color}`);
    }
}
return faint;
