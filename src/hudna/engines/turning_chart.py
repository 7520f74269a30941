"""The chart of what counts turn on: a mark for each live world, and a bar for each switch.

In: `Turned`, a language, the kind of file.  Out: the bytes of an SVG, a PNG or an HTML page, whole
in themselves.  The dark part of a bar is what is a violation, the light part what cannot be
determined, which may be one: the least and the most that there can be.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import fontpkg

from hudna.analysis.sensitivity import Move, Sensitivity
from hudna.engines.turning import Turned
from hudna.engines.turning_words import Words
from hudna.problem import refuse
from hudna.sitrep.font import FAMILY, data_url

KINDS: Final = ("svg", "png", "html")

# Okabe and Ito, Color Universal Design: told apart with any kind of colour vision.
_COLOURS: Final = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442",
)  # fmt: skip
_WIDE: Final = 330  # pixels of a panel
_INK: Final = "#222222"
_ISOLATED: Final = re.compile("\u2068[^\u2069]*\u2069")
_MARKS: Final = re.compile("[\u2067-\u2069]")


def chart(turned: Turned, lang: str, path: Path) -> bytes:
    """The chart as the kind of file that the name of `path` ends in.

    Raises `Refused` for another kind, and where Altair or vl-convert is not installed.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        what = f"a chart is written as {', '.join(KINDS)}, not as “{path.suffix}”"
        raise refuse(str(path), what, "Name a file such as sensitivity.svg")
    converter = _extra("vl_convert")
    # Fonts of this machine would make another picture of the same counts.
    converter.register_font_directory(str(Path(fontpkg.path(FAMILY)).parent))
    spec = specification(turned, lang)
    if kind == "png":
        return bytes(converter.vegalite_to_png(spec, scale=2))
    svg = _with_font(str(converter.vegalite_to_svg(spec)))
    # A reader of the file sees what orders its text.
    svg = _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", svg)
    return (svg if kind == "svg" else _page(svg, turned, lang)).encode()


def specification(turned: Turned, lang: str) -> dict[str, Any]:
    """The chart as Vega-Lite.  Raises `Refused` where Altair is not installed."""
    alt = _extra("altair")
    words = Words(turned, lang)
    drawing = _Drawing(alt, words, _colours(turned), {})
    rows = [drawing.series(each) for each in turned.series]
    return {
        "$schema": alt.SCHEMA_URL,
        **drawing.arranged("vconcat", rows, 26, drawing.footnote()),
        "datasets": drawing.data,
        "background": "white",
        "config": {
            "font": FAMILY,
            "view": {"stroke": None},
            "axis": {"labelColor": _INK, "titleColor": _INK, "titleFontWeight": "normal"},
            "title": {"color": _INK, "subtitleColor": _INK, "fontWeight": "normal"},
        },
    }


def _extra(name: str) -> Any:
    """A module of the extra `print`."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise refuse(
            "--chart", "charts need Altair and vl-convert, an extra that is not installed",
            "Run `pip install 'hudna[print]'`",
        ) from None  # fmt: skip


def _colours(turned: Turned) -> Mapping[str, str]:
    return {h.id: _COLOURS[i % len(_COLOURS)] for i, h in enumerate(turned.holders)}


@dataclass(frozen=True)
class _Drawing:
    """Draws in one language: what is read from the right is drawn from the right."""

    alt: Any
    words: Words
    colours: Mapping[str, str]
    data: dict[str, Any]  # by name, as the charts refer to it

    @property
    def _rtl(self) -> bool:
        return self.words.lang == "ar"

    def _title(self, text: str | Sequence[str], size: int, **more: Any) -> Any:
        anchor, align = ("end", "right") if self._rtl else ("start", "left")
        return self.alt.TitleParams(
            text, anchor=anchor, align=align, fontSize=size, frame="bounds", **more
        )

    def _drawn(self, chart: Any) -> dict[str, Any]:
        context = {"top_level": False, "datasets": self.data}
        return dict(chart.to_dict(validate=False, context=context))

    def arranged(
        self, how: str, charts: Sequence[dict[str, Any]], spacing: int, title: Any
    ) -> dict[str, Any]:
        """Charts side by side (`hconcat`) or below each other (`vconcat`), under a title.

        Altair copies all that is within at each step; this says the same.
        """
        return {how: list(charts), "spacing": spacing, "title": title.to_dict()}

    def _x(self, ends: tuple[int, int]) -> Any:
        return self.alt.Scale(domain=list(ends), reverse=self._rtl, nice=True)

    def series(self, found: Sensitivity) -> dict[str, Any]:
        """Both panels of one unit of count."""
        panels = [self._worlds(found), self._switches(found)]
        title = self.lines(self.words.title(found), 100)
        summary = self.lines(self.words.summary(found), 140)
        return self.arranged(
            "hconcat", panels[::-1] if self._rtl else panels, 40,
            self._title(title, 15, subtitle=summary, subtitleFontSize=11, offset=14),
        )  # fmt: skip

    # --- a mark for each world --------------------------------------------------------------------

    def _worlds(self, found: Sensitivity) -> dict[str, Any]:
        live = [world for world in found.worlds if world.live]
        most = max([1, *(world.at_most for world in live)])
        step = min(9.0, 300 / max(1, len(live)))
        groups = [h.id for h in self.words.turned.holders]
        charts = [
            self._group(
                [w for w in live if w.reading == name], self.colours[name], (0, most), step,
                self.line(self.words.reading(name)), last=name == groups[-1],
            )
            for name in groups
        ]  # fmt: skip
        title = self._title(self.line(self.words.worlds_panel()), 12, offset=6)
        return self.arranged("vconcat", charts, 4, title)

    def _group(
        self, worlds: Sequence[Any], colour: str, ends: tuple[int, int], step: float, title: str,
        last: bool,
    ) -> dict[str, Any]:  # fmt: skip
        alt = self.alt
        rows = [
            {"row": i, "world": w.world, "least": w.violations.within, "most": w.at_most}
            for i, w in enumerate(worlds)
        ]
        base = alt.Chart(alt.Data(values=rows)).encode(
            y=alt.Y("row:O", axis=None, scale=alt.Scale(padding=0.12))
        )
        axis = alt.Axis(
            title=self.line(self.words.say("number, of this unit")) if last else None,
            labels=last, ticks=last, domain=last, tickMinStep=1, format=",d", tickCount=6,
        )  # fmt: skip
        x = alt.X("least:Q", scale=self._x(ends), axis=axis)
        light = base.mark_bar(color=colour, opacity=0.35).encode(x=x, x2="most:Q")
        dark = base.mark_bar(color=colour).encode(
            x=alt.X("least:Q", scale=self._x(ends), axis=axis), x2=alt.datum(0)
        )
        tick = base.mark_tick(color=_INK, thickness=2, height=step * 0.9).encode(x=x)
        size = {"width": _WIDE, "height": max(step, step * len(rows))}
        whole = alt.layer(light, dark, tick, title=self._title(title, 11, offset=3))
        return self._drawn(whole) | size

    # --- a bar for each switch --------------------------------------------------------------------

    def _switches(self, found: Sensitivity) -> dict[str, Any]:
        moves = largest_moves(found.moves)
        sides = [n for m in moves for n in (m.violations.largest, m.at_most.largest)]
        ends = (min([0, *sides]), max([0, *sides]))
        room = max(1, ends[1] - ends[0])
        # Figures stand at the ends of the bars.
        ends = (ends[0] - room // 4 - 1, ends[1] + room // 4 + 1)
        names = list(dict.fromkeys(move.switch for move in moves))
        charts = [
            self._bars([m for m in moves if m.switch == name], ends, name, name == names[-1])
            for name in names
        ]
        title = self._title(self.line(self.words.switches_panel()), 12, offset=6)
        return self.arranged("vconcat", charts, 4, title)

    def _bars(
        self, moves: Sequence[Move], ends: tuple[int, int], switch: str, last: bool
    ) -> dict[str, Any]:
        alt = self.alt
        rows = [
            {"move": self.line(self.words.move(m)), "least": m.violations.largest, "most": m.at_most.largest,
             "said": self.words.changes(m), "colour": self.colours[m.reading]}
            for m in moves
        ]  # fmt: skip
        side = "right" if self._rtl else "left"
        y = alt.Y("move:N", sort=None, scale=alt.Scale(padding=0.2), axis=alt.Axis(
            title=None, orient=side, ticks=False, domain=False, labelLimit=230, minExtent=222,
            maxExtent=222, labelFontSize=10,
        ))  # fmt: skip
        axis = alt.Axis(
            title=self.line(self.words.say("change in the number, of this unit")) if last else None,
            labels=last, ticks=last, domain=last, tickMinStep=1, format=",d", tickCount=6,
        )  # fmt: skip
        base = alt.Chart(alt.Data(values=rows)).encode(y=y)
        paint = alt.Color("colour:N", scale=None)
        x = alt.X("most:Q", scale=self._x(ends), axis=axis)
        light = base.mark_bar(opacity=0.35).encode(x=x, x2=alt.datum(0), color=paint)
        dark = base.mark_bar().encode(
            x=alt.X("least:Q", scale=self._x(ends), axis=axis), x2=alt.datum(0), color=paint
        )
        zero = base.mark_rule(color=_INK).encode(
            x=alt.datum(0), y=alt.value(0), y2=alt.value("height")
        )
        said = [
            base.transform_filter(f"datum.most {'<' if below else '>='} 0").mark_text(
                align="right" if below != self._rtl else "left",
                dx=-4 if below != self._rtl else 4, fontSize=10, color=_INK,
            ).encode(x=x, text="said:N")
            for below in (True, False)
        ]  # fmt: skip
        title = self._title(self.lines(self.words.switch(switch), 64), 11, offset=3)
        size = {"width": _WIDE - 80, "height": 13 * len(rows)}
        return self._drawn(alt.layer(light, dark, zero, *said, title=title)) | size

    # --- what it rests on ---------------------------------------------------------------------------

    def footnote(self) -> Any:
        """The source, the version, the day of the record, and what is not counted."""
        lines = [line for said in self.words.footnotes() for line in self.lines(said, 150)]
        return self._title(lines, 10, orient="bottom", offset=20)

    def lines(self, text: str, width: int) -> list[str]:
        """A text in lines; Arabic runs from the right whatever stands around it."""
        # What is isolated stays on one line: an isolate that is cut reorders the next.
        whole = _ISOLATED.sub(lambda found: found[0].replace(" ", "\u00a0"), text)
        lines = textwrap.wrap(whole, width, break_long_words=False, break_on_hyphens=False)
        return [self.line(line) for line in lines] or [""]

    def line(self, text: str) -> str:
        """One line of text, in its direction."""
        return f"\u2067{text}\u2069" if self._rtl else text


def largest_moves(moves: Sequence[Move]) -> list[Move]:
    """Of each switch and reading the move that goes farthest, in the order given."""
    best: dict[tuple[str, str], Move] = {}
    for move in moves:
        key = (move.switch, move.reading)
        if key not in best or move.size > best[key].size:
            best[key] = move
    return list(best.values())


def _with_font(svg: str) -> str:
    """The SVG with its font in it: it looks the same everywhere."""
    head, body = svg.split(">", 1)
    style = f'@font-face{{font-family:"{FAMILY}";font-weight:400 700;src:url({data_url(svg)})}}'
    # Each text says its own direction; that of a page around would turn the anchors of all.
    return f'{head} direction="ltr"><style>{style}</style>{body}'


def _page(svg: str, turned: Turned, lang: str) -> str:
    words = Words(turned, lang)
    title = html.escape(words.page_title())
    return (
        f'<!doctype html>\n<html lang="{lang}" dir="{words.direction}">\n<head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; font-src data:\">"
        f"<title>{title}</title></head>\n<body>\n{svg}\n</body>\n</html>\n"
    )
