"""One case of a benchmark: what both sides measured round by round, as a table and as benchmarks/results/NAME.json.

    report.py NAME --case CASE --metric KEY --unit UNIT --scratch FOLDER [--lower] [--bar RATIO] [--limit VALUE] [--at SIZE]

The folder holds ours.N.json and, where there is a peer, peer.N.json. Each is an object with the metric under KEY and,
if it likes, "settings" (text for people: threads, batch) and "versions" (object). --lower: less is better, and a ratio
is peer / ours; else it is ours / peer, so that above 1 ours is better. --bar is the ratio that ours is to reach, --limit
the value that it is not to pass where there is no peer. Cases of one NAME add up in one file; a case that is measured
again replaces what was there. With --at, what is measured is a point of a series: CASE in a gallery of so many images.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess

HERE = pathlib.Path(__file__).resolve().parent.parent


def machine():
    try:
        info = open("/proc/cpuinfo").read()
        model = re.search(r"^model name\s*: (.*)$", info, re.M)
        flags = set((re.search(r"^flags\s*: (.*)$", info, re.M) or [None, ""])[1].split())
    except OSError:
        model, flags = None, set()
    widest = next((n for f, n in (("amx_tile", "AMX"), ("avx512f", "AVX-512"), ("avx2", "AVX2")) if f in flags), "")
    return {
        "cpu": model[1].strip() if model else platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "simd": widest,
        "memoryGiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.machine()}",
    }


def rounds(scratch, side):
    files = sorted(scratch.glob(f"{side}.*.json"), key=lambda f: int(f.name.split(".")[1]))
    return [json.loads(f.read_text()) for f in files]


def ratios(case):
    pairs = zip(case["ours"], case["peer"], strict=True)
    return [p / o if case["lower"] else o / p for o, p in pairs] if case["peer"] else []


def number(value):
    return f"{value:.3g}" if abs(value) < 100 else f"{value:,.0f}"


def spread(values):
    if len(values) == 1:
        return number(values[0])
    return f"{number(statistics.median(values))} ({number(min(values))} to {number(max(values))})" if values else "-"


def series_table(series):
    """A row a quantity, a column a size."""
    sizes = sorted({int(size) for one in series.values() for size in one["points"]})
    lines = ["| | unit | " + " | ".join(f"{size:,} images" for size in sizes) + " |", "|---" * (2 + len(sizes)) + "|"]
    for name, one in series.items():
        values = [spread(one["points"].get(str(size), [])) for size in sizes]
        lines.append(f"| {name} | {one['unit']} | " + " | ".join(values) + " |")
    return "\n".join(lines)


def table(result):
    """Medians, with the smallest and the largest of the rounds."""
    if "series" in result:
        return series_table(result["series"])
    lines = ["| case | unit | peer | patchrank | ratio, round by round | asked |", "|---|---|---|---|---|---|"]
    for name, case in result["cases"].items():
        asked = f"{case['bar']} x" if case["bar"] else f"{number(case['limit'])} {case['unit']}" if case["limit"] else "-"
        lines.append(
            f"| {name} | {case['unit']} | {spread(case['peer'])} | {spread(case['ours'])} "
            f"| {spread(ratios(case))} | {asked} |"
        )
    return "\n".join(lines)


def notes(texts, who):
    """What was set, once for all cases that it holds for. What a case's name says already is not repeated."""
    cases = {}
    for name, text in texts.items():
        if text and text not in name:
            cases.setdefault(text, []).append(name)
    for text, names in cases.items():
        holds_for = "all" if len(names) == len(texts) > 1 else "; ".join(names)
        yield f"- {holds_for}, {who}: {text}"


def footnotes(result):
    lines = []
    for side, who in (("peer", "peer"), ("ours", "patchrank")):
        texts = {name: "; ".join(case["settings"][side]) for name, case in result["cases"].items()}
        lines += notes(texts, who)
    for said in sorted({text for one in result.get("series", {}).values() for text in one["settings"]}):
        lines.append(f"- {said}")
    m = result["machine"]
    versions = ", ".join(f"{n} {v}" for n, v in sorted(result["versions"].items()))
    lines.append(f"- {result['date']}, {m['cores']} cores of {m['cpu']} ({m['simd']}), {m['memoryGiB']} GiB; {versions}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    for option in ("case", "metric", "unit"):
        parser.add_argument("--" + option, required=True)
    parser.add_argument("--scratch", required=True, type=pathlib.Path)
    parser.add_argument("--lower", action="store_true")
    parser.add_argument("--bar", type=float)
    parser.add_argument("--limit", type=float)
    parser.add_argument("--at", type=int)
    asked = parser.parse_args()
    sides = {side: rounds(asked.scratch, side) for side in ("peer", "ours")}
    if not sides["ours"]:
        raise SystemExit(f"{asked.scratch} holds no ours.N.json")

    file = HERE / "results" / f"{asked.name}.json"
    result = json.loads(file.read_text()) if file.exists() else {"name": asked.name, "cases": {}, "versions": {}}
    if result.get("machine") != machine():
        # Figures of two machines do not belong into one table.
        result = {"name": asked.name, "cases": {}, "versions": {}}
    result |= {"date": str(datetime.date.today()), "machine": machine()}
    said = subprocess.run([HERE.parent / "patchrank", "--version"], capture_output=True, text=True, check=True)
    result["versions"] |= {"patchrank": said.stdout.split()[1]}
    for one in sides["peer"] + sides["ours"]:
        result["versions"] |= one.get("versions", {})
    settings = {side: sorted({one["settings"] for one in sides[side] if "settings" in one}) for side in sides}
    values = {side: [one[asked.metric] for one in sides[side]] for side in sides}
    if asked.at:
        series = result.setdefault("series", {}).setdefault(asked.case, {"points": {}})
        series |= {"unit": asked.unit, "lower": asked.lower, "settings": settings["ours"]}
        series["points"][str(asked.at)] = values["ours"]
    else:
        result["cases"][asked.case] = {
            "unit": asked.unit,
            "lower": asked.lower,
            "bar": asked.bar,
            "limit": asked.limit,
            **values,
            "settings": settings,
        }
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(result, indent=2) + "\n")
    print(f"\n{table(result)}\n\n{footnotes(result)}")


if __name__ == "__main__":
    main()
