"""The scoreboard as its page shows it: words, bars and lines."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhiyin.evaluation import charts, sentence, words
from zhiyin.evaluation.periods import Period
from zhiyin.evaluation.rates import HEADLINES, SPECS, Figure, Spec
from zhiyin.evaluation.selectors.scoreboard import Board, Cell, Row, Span
from zhiyin.people.marks import listed, mark

FEW_NAMES = 2
CHANGED_BY = 3
ICONS = {"up": ("kept", "trending-up"), "down": ("soon", "trending-down"), "same": ("mute", "minus")}


def period_words(period: Period) -> str:
    if period.kind == "year":
        return _("%(year)s年") % {"year": period.first.year}
    if period.kind == "quarter":
        return _("%(year)s年第%(n)s季度") % {"year": period.first.year, "n": period.first.month // 3 + 1}
    return _("%(year)s年%(month)s月") % {"year": period.first.year, "month": period.first.month}


def headline(board: Board, key: str) -> dict[str, Any]:
    """One of the four cards."""
    cell = board.own.cells[key]
    then = board.own.before.cells[key] if board.own.before else None
    points = board.trends[key]
    line = charts.line([point.percent for point in points])
    return {
        "key": key,
        "said": words.RATES[key],
        "cell": cell,
        "left_out": sum(cell.figure.left_out.values()) if cell.figure else 0,
        "percent": cell.percent,
        "compared": _compared(cell, then, board.period),
        "misses": misses(cell.figure) if cell.figure else "",
        "line": line,
        "line_label": _line_label(key, board) if line else "",
        "span": _span(board.spans.get(key), cell.percent),
    }


def _line_label(key: str, board: Board) -> str:
    told = [
        f"{period_words(point.period)} {point.percent}%"
        for point in board.trends[key]
        if point.percent is not None
    ]
    return f"{words.RATES[key].title}{mark('：')}{listed(told)}"


def _span(found: Span | None, own: int | None) -> dict[str, Any] | None:
    if found is None or own is None:
        return None
    drawn = charts.span(found.low, found.high, own)
    values = {"n": found.units, "low": found.low, "high": found.high, "own": own}
    where = (
        _("◆ 本单位在 %(n)s 个同级单位的范围里")
        if found.low <= own <= found.high
        else _("◆ 本单位高于 %(n)s 个同级单位的范围")
        if own > found.high
        else _("◆ 本单位低于 %(n)s 个同级单位的范围")
    )
    label = _("同级 %(n)s 个单位在 %(low)s%% 到 %(high)s%% 之间，本单位 %(own)s%%")
    return {**drawn, "low": found.low, "high": found.high, "where": where % values, "label": label % values}


def _compared(cell: Cell, then: Cell | None, period: Period) -> dict[str, str] | None:
    if cell.percent is None or then is None or then.percent is None:
        return None
    by = cell.percent - then.percent
    if not by:
        return {"tone": "mute", "icon": "minus", "text": _("和上期一样")}
    n = abs(by)
    more = ngettext("比上期多 %(n)s 个百分点", "比上期多 %(n)s 个百分点", n)
    less = ngettext("比上期少 %(n)s 个百分点", "比上期少 %(n)s 个百分点", n)
    tone, icon = ICONS["up" if by > 0 else "down"]
    return {"tone": tone, "icon": icon, "text": (more if by > 0 else less) % {"n": n}}


def misses(figure: Figure) -> str:
    """晚了但已答复 22 件，还没答复 3 件"""
    return _listed(
        [
            (str(words.miss(figure.spec.key, label)), figure.misses.get(label, 0))
            for label in figure.spec.misses
        ]
    )


def left_out(figure: Figure) -> str:
    return _listed([(str(text), figure.left_out.get(label, 0)) for label, text in words.LEFT_OUT.items()])


def _listed(pairs: list[tuple[str, int]]) -> str:
    told = (_("%(what)s %(n)s 件") % {"what": _within(text), "n": f"{n:,}"} for text, n in pairs if n)
    return listed(told, "，")


def _within(text: str) -> str:
    """As it stands within a sentence."""
    return text[:1].lower() + text[1:] if get_language() == "en" else text


def one_sentence(row: Row) -> str:
    """What a leader hears in a minute."""
    told = [_compared_with_before(row)]
    if row.days is not None:
        half = ngettext("一半的答复在 %(n)s 个工作日内。", "一半的答复在 %(n)s 个工作日内。", row.days)
        told.append(half % {"n": row.days})
    return (" " if get_language() == "en" else "").join(one for one in told if one)


def _compared_with_before(row: Row) -> str:
    """What changed, or how much fell due where nothing may be compared."""
    answer, then = row.cells["answer"].figure, row.before
    codes = (
        ()
        if then is None
        else sentence.clauses(
            sentence.Changed(
                on_time=(row.cells["answer"].percent, then.cells["answer"].percent),
                days=(row.days, then.days),
                solved=(row.cells["solved"].percent, then.cells["solved"].percent),
                satisfied=(row.cells["satisfied"].percent, then.cells["satisfied"].percent),
            )
        )
    )
    if not codes:
        told_in_time = _("本期应答复 %(whole)s 件，按时答复 %(part)s 件。")
        return told_in_time % {"whole": answer.whole, "part": answer.part} if answer else ""
    told = [str(words.CLAUSES[code]) for code in codes]
    if sentence.contradicts(codes):
        told[-1] = _("可%(clause)s") % {"clause": told[-1]}
    if get_language() != "en":
        return "，".join(told) + "。"
    joined = ", ".join(told)
    return joined[0].upper() + joined[1:] + "."


def row_words(row: Row) -> dict[str, Any]:
    """One line of the table."""
    names = [node.name for node in row.nodes]
    if len(names) > 1:
        name = listed(names[:FEW_NAMES])
        if len(names) > FEW_NAMES:
            name = _("%(names)s等 %(n)s 个单位") % {"names": name, "n": len(names)}
        extra = _("合在一起")
    else:
        name, extra = names[0], _("本级") if row.rest else ""
    return {
        "name": name,
        "extra": extra,
        "code": row.nodes[0].code if len(names) == 1 and not row.rest else "",
        "cells": [(words.RATES[key].brief, row.cells[key]) for key in HEADLINES if key != "rated"],
        "change": _change(row),
    }


def _change(row: Row) -> dict[str, str]:
    if len(row.nodes) > 1:
        return {"tone": "mute", "icon": "info-circle", "text": _("件数少，不单列")}
    then = row.before
    if then is None:
        return {"tone": "mute", "icon": "info-circle", "text": ""}
    if worse := _unsolved(row, then):
        return {"tone": "soon", "icon": "trending-down", "text": worse}
    if row.days is not None and then.days is not None and row.days != then.days:
        faster = row.days < then.days
        n = abs(row.days - then.days)
        quicker = ngettext("答复快了 %(n)s 个工作日", "答复快了 %(n)s 个工作日", n)
        slower = ngettext("答复慢了 %(n)s 个工作日", "答复慢了 %(n)s 个工作日", n)
        tone, icon = ICONS["up" if faster else "down"]
        return {"tone": tone, "icon": icon, "text": (quicker if faster else slower) % {"n": n}}
    if row.cells["answer"].percent is not None and then.cells["answer"].percent is not None:
        return {"tone": "mute", "icon": "minus", "text": _("和上期差不多")}
    return {"tone": "mute", "icon": "info-circle", "text": _("件数少，不比")}


def _unsolved(row: Row, then: Row) -> str:
    now, before = row.cells["solved"], then.cells["solved"]
    if now.percent is None or before.percent is None or now.figure is None or before.figure is None:
        return ""
    more = now.figure.misses.get("no", 0) - before.figure.misses.get("no", 0)
    return _("“没解决”多了 %(n)s 件") % {"n": more} if more >= CHANGED_BY else ""


def all_rates(row: Row) -> list[dict[str, Any]]:
    """Every rate with what it counts and leaves out."""
    return [_rate(spec, row.cells[spec.key]) for spec in SPECS]


def _rate(spec: Spec, cell: Cell) -> dict[str, Any]:
    figure = cell.figure
    return {
        "key": spec.key,
        "said": words.RATES[spec.key],
        "cell": cell,
        "figure": figure,
        "misses": misses(figure) if figure else "",
        "left_out": left_out(figure) if figure else "",
    }


def late_changes(board: Board) -> list[dict[str, Any]]:
    return [{"title": words.RATES[old.spec.key].title, "old": old, "now": now} for old, now in board.changed]


def address(name: str, board: Board, **more: str) -> str:
    query = "&".join(
        f"{key}={value}"
        for key, value in {"unit": board.node.code, "period": board.period.code, **more}.items()
    )
    return f"{reverse(name)}?{query}"
