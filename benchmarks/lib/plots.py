"""docs/performance.md and its pictures from benchmarks/results/*.json: python lib/plots.py

Of each result the table stands between the marks `<!-- NAME -->` and `<!-- /NAME -->` of the document; the picture is
docs/images/performance/NAME.svg. A result without marks is an error: whoever measures something also says what it is.
"""

import json
import pathlib
import re
import statistics

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

import report

DOCUMENT = report.HERE.parent / "docs" / "performance.md"
PICTURES = DOCUMENT.parent / "images" / "performance"
OURS, PEER, GREY = "#2563a8", "#b0b7bf", "#5b6570"
STYLE = {
    "font.size": 9,
    "svg.hashsalt": "patchrank",
    "svg.fonttype": "path",
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def ratio_plot(cases, axes):
    """One row a case: each round's ratio as a dot, the median as a line, what is asked as a mark."""
    names = list(cases)
    for row, name in enumerate(names):
        case = cases[name]
        values = report.ratios(case)
        axes.plot(values, [row] * len(values), "o", color=OURS, alpha=0.5, markersize=5)
        axes.plot([statistics.median(values)] * 2, [row - 0.3, row + 0.3], color=OURS, linewidth=2)
        if case["bar"]:
            axes.plot([case["bar"]] * 2, [row - 0.4, row + 0.4], color="#c2410c", linewidth=1, linestyle="--")
    axes.axvline(1, color=PEER, linewidth=1)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(left=0)
    axes.set_xlabel("times as fast as the peer (each round, median; dashed: asked for)")


def value_plot(cases, axes):
    """Without a peer, cases of one unit: each round's value, and the limit."""
    names = list(cases)
    for row, name in enumerate(names):
        case = cases[name]
        axes.plot(case["ours"], [row] * len(case["ours"]), "o", color=OURS, alpha=0.5, markersize=5)
        axes.plot([statistics.median(case["ours"])] * 2, [row - 0.3, row + 0.3], color=OURS, linewidth=2)
        if case["limit"]:
            axes.plot([case["limit"]] * 2, [row - 0.4, row + 0.4], color="#c2410c", linewidth=1, linestyle="--")
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(left=0)
    unit = cases[names[0]]["unit"]
    axes.set_xlabel(f"{unit} (dashed: limit)" if any(case["limit"] for case in cases.values()) else unit)


def growth_plot(series, axes):
    """Each quantity over the number of images, as a multiple of what it is in the smallest gallery."""
    largest = 1
    for name, one in series.items():
        points = sorted((int(size), statistics.median(values)) for size, values in one["points"].items())
        first, base = points[0]
        axes.plot([size for size, _ in points], [value / base for _, value in points], "o-", markersize=4, label=name)
        largest = max(largest, points[-1][0] / first)
    sizes = sorted({int(size) for one in series.values() for size in one["points"]})
    axes.plot([sizes[0], sizes[-1]], [1, sizes[-1] / sizes[0]], "--", color=PEER, linewidth=1)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(0.1, max(20, largest))
    axes.set_xlabel("images")
    axes.set_ylabel(f"relative to {sizes[0]:,} images (dashed: in proportion)")
    # The largest on top, as the lines end.
    handles, labels = axes.get_legend_handles_labels()
    order = sorted(range(len(handles)), key=lambda i: -handles[i].get_ydata()[-1])
    axes.legend(
        [handles[i] for i in order], [labels[i] for i in order], loc="center left", bbox_to_anchor=(1, 0.5), frameon=False
    )


def draw(result, file):
    with matplotlib.rc_context(STYLE):
        figure = pyplot.figure(layout="constrained")
        if "series" in result:
            figure.set_size_inches(8, 5)
            growth_plot(result["series"], figure.subplots())
        else:
            with_peer = {name: case for name, case in result["cases"].items() if case["peer"]}
            alone = {name: case for name, case in result["cases"].items() if not case["peer"]}
            kinds = [(ratio_plot, with_peer)] if with_peer else []
            for unit in dict.fromkeys(case["unit"] for case in alone.values()):
                kinds.append((value_plot, {name: case for name, case in alone.items() if case["unit"] == unit}))
            heights = [0.6 + 0.35 * len(cases) for _, cases in kinds]
            figure.set_size_inches(8, sum(heights) + 0.3)
            for (plot, cases), axes in zip(kinds, figure.subplots(len(kinds), 1, squeeze=False, height_ratios=heights)[:, 0]):
                plot(cases, axes)
        figure.savefig(file, metadata={"Date": None})
        pyplot.close(figure)


def main():
    text = DOCUMENT.read_text()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for file in sorted((report.HERE / "results").glob("*.json")):
        result = json.loads(file.read_text())
        name = result["name"]
        picture = PICTURES / f"{name}.svg"
        draw(result, picture)
        body = f"{report.table(result)}\n\n![{name}](images/performance/{name}.svg)\n\n{report.footnotes(result)}\n"
        text, found = re.subn(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda m: m[1] + body + m[2], text, flags=re.S
        )
        if not found:
            raise SystemExit(f"{DOCUMENT} has no place for {name}: write <!-- {name} --> and <!-- /{name} --> into it")
    DOCUMENT.write_text(text)


if __name__ == "__main__":
    main()
