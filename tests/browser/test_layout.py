"""The page at every width, by keyboard, with fingers, and as axe-core judges it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shop
from chromium import Browser
from shop import opened

WIDTHS = (390, 600, 820, 1280, 1920)
PHONE = (390, 844)


@pytest.fixture(scope="module")
def page(write_page: Callable[..., Path]) -> Path:
    return shop.write(write_page)


def box(browser: Browser, selector: str) -> dict[str, Any]:
    found: dict[str, Any] = browser.run(
        "return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", selector
    )
    return found


def read(browser: Browser, number: int) -> None:
    """Open a message of the list, as a click does."""
    browser.run(
        "list.select(arguments[0], { read: true })",
        number,
    )
    browser.wait_for("document.querySelector('#detail .tabs')")


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_its_place(width: int, page: Path, browser: Browser) -> None:
    browser.look(width, 900)
    opened(browser, page)
    too_wide = """
        return [document.documentElement, ...document.querySelectorAll(arguments[0])]
            .filter((each) => each.clientWidth && each.scrollWidth > each.clientWidth)
            .map((each) => each.id || each.className);
    """
    places = "main, .browse, .filters, #list, .pane, #failure, #detail, .head, .refusal, .people"
    assert browser.run(too_wide, places) == []
    for number in (2, 3):
        read(browser, number)
        browser.wait_for("document.querySelector('#failure pre')")
        assert browser.run(too_wide, places) == []
    assert box(browser, ".tabs")["height"] < 60  # one line, which scrolls
    assert box(browser, ".tabs")["width"] <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_rows_are_low_and_the_subject_has_the_first_line(
    width: int, page: Path, browser: Browser
) -> None:
    browser.look(width, 900)
    opened(browser, page)
    rows = browser.run(
        """
        const box = (element) => element?.getBoundingClientRect();
        return [...document.querySelectorAll('#rows > *')].map((row) => ({
            height: box(row).height, width: box(row).width,
            cut: row.scrollHeight > row.clientHeight,
            bottom: box(row).bottom, top: box(row).top, kind: row.className,
            subject: box(row.querySelector('.subject')), time: box(row.querySelector('time')),
        }));
        """
    )
    assert len(rows) == 12
    for row, after in itertools.pairwise(rows):
        assert row["bottom"] <= after["top"] + 0.5
    for row in rows:
        assert not row["cut"], row
        assert row["height"] <= 64
        if row["time"]:
            assert row["subject"]["bottom"] <= row["time"]["top"] + 1
    widths = [row["subject"]["width"] / row["width"] for row in rows if row["subject"]]
    assert min(widths) > 0.75


@pytest.mark.parametrize(
    ("width", "beside"), [(820, False), (1280, False), (1920, True)], ids=["820", "1280", "1920"]
)
def test_list_failure_and_message_have_room(
    width: int, beside: bool, page: Path, browser: Browser
) -> None:
    browser.look(width, 900)
    opened(browser, page, "#3")
    browser.wait_for("document.querySelector('#failure pre')")
    browse, detail, failure = (box(browser, each) for each in (".browse", "#detail", "#failure"))
    assert 260 <= browse["width"] <= width * 0.35
    assert detail["width"] >= 500
    assert (failure["left"] >= detail["right"]) is beside
    assert (failure["bottom"] <= detail["top"]) is not beside
    assert failure["height"] < (900 if beside else 310)


def test_the_list_can_be_resized(page: Path, browser: Browser) -> None:
    """By keyboard and by hand, within bounds; it stays so, until a double click."""

    def width() -> float:
        found: float = box(browser, ".browse")["width"]
        assert browser.run("return splitter.ariaValueNow") == str(round(found))
        return found

    opened(browser, page)
    before = width()
    browser.run("document.getElementById('splitter').focus()")
    browser.press("\ue014", "\ue014")  # to the right
    assert width() == before + 48
    browser.press("End")
    assert width() == 1280 - 360
    browser.press("\ue014")
    assert width() == 1280 - 360
    browser.press("\ue011")  # Home
    assert width() == 260
    browser.drag((262, 400), (500, 300))
    assert abs(width() - 500) < 5
    browser.look(820, 800)
    browser.wait_for("innerWidth === 820")
    browser.wait_for("document.querySelector('.browse').getBoundingClientRect().width === 460")
    browser.look(1280, 800)
    opened(browser, page)
    assert abs(width() - 500) < 5
    browser.run("splitter.dispatchEvent(new MouseEvent('dblclick'))")
    assert width() == before
    opened(browser, page)
    assert width() == before


def too_small(browser: Browser) -> list[str]:
    """What is there to be touched and is not 44 pixels high and wide."""
    found: list[str] = browser.run(
        """
        return [...document.querySelectorAll('button, a, select, input, summary, [role=option]')]
            .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height)
            .filter((each) => {
                const { width, height } = each.getBoundingClientRect();
                return width < 43.5 || height < 43.5;
            })
            .map((each) => `${each.outerHTML.slice(0, 80)} ${each.getBoundingClientRect().height}`);
        """
    )
    return found


def test_fingers_find_everything_on_a_phone(page: Path, browser: Browser) -> None:
    browser.look(*PHONE)
    opened(browser, page)
    browser.run("document.getElementById('search').focus()")
    assert browser.run("return document.querySelector('#operators button').offsetWidth") > 0
    assert too_small(browser) == []
    for number in (2, 3, 5):
        read(browser, number)
        for tab in browser.run(
            "return [...document.querySelectorAll('[role=tab]')].map((each) => each.id)"
        ):
            browser.run("document.getElementById(arguments[0]).click()", tab)
            assert too_small(browser) == []


def test_a_phone_shows_the_message_large(page: Path, browser: Browser) -> None:
    """From edge to edge and a window high; the failure is one line until it is asked for."""
    browser.look(*PHONE)
    opened(browser, page)
    read(browser, 2)
    browser.wait_for("document.querySelector('.stage iframe')")
    frame = box(browser, ".stage iframe")
    assert frame["width"] == 390
    assert frame["height"] > 700
    assert browser.run("return document.querySelector('#failure > details').open") is False
    assert box(browser, "#failure")["height"] < 110
    # A header's name is above its value, which has the whole line.
    browser.run("document.getElementById('tab-Headers').click()")
    value = box(browser, "#panel td")
    assert value["width"] > 340
    assert box(browser, "#panel th")["bottom"] <= value["top"] + 1


def test_every_stop_of_the_tab_key_can_be_seen(page: Path, browser: Browser) -> None:
    """From the top of the page to the tabs of the message, in the order in which they stand."""
    opened(browser, page)
    browser.wait_for("document.querySelector('#failure pre')")
    browser.run("theme.focus()")
    stops: list[tuple[str, bool]] = []
    while not stops or stops[-1][0] != "tab-Preview":
        browser.press("\ue004")  # Tab
        stops.append(
            browser.run(
                """
                const { id, className, ariaChecked } = document.activeElement;
                const target = id === 'list' ? document.querySelector('#rows [aria-selected=true]')
                    : document.activeElement;
                const style = getComputedStyle(target);
                const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
                const group = document.activeElement.parentElement.id;
                return [id || group || document.activeElement.localName, seen];
                """
            )
        )
    names = [name for name, _ in stops]
    assert names[:11] == [
        *("search", *["operators"] * 5),
        *("outcomes", "kinds", "region", "list", "splitter"),
    ]
    assert [name for name, seen in stops if not seen] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, (1280, 800), (1920, 1080)], ids=["390", "1280", "1920"])
def test_axe_finds_nothing(
    size: tuple[int, int], scheme: str, page: Path, browser: Browser, axe: str
) -> None:
    """In the list, a message, a refusal, a failure without messages, and where nothing is found."""
    browser.look(*size, scheme)
    opened(browser, page)
    browser.run(axe)

    def judge() -> list[tuple[str, str]]:
        # The frame of the preview runs no scripts.
        result = browser.run("return axe.run(document, { iframes: false })")
        return [
            (violation["id"], node["html"][:200])
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    assert judge() == []
    for number in (2, 3):
        read(browser, number)
        assert judge() == []
    browser.run("list.select(6, { read: true })")
    assert judge() == []
    browser.run("toList(); searchFor('nowhere')")
    browser.wait_for("document.getElementById('found').textContent === 'No matches'")
    assert judge() == []
