# SPDX-License-Identifier: EUPL-1.2
"""A printed poster is one sheet of the chosen paper, however long the question is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.server import Server

#: Points of a PDF, in whole ones.
PAPERS = {"a4": (595, 842), "a5": (420, 595)}
LONG = "Hur vill du att kollektivtrafikförsörjningen mellan byarna ska fungera framöver? "


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("lang", ["sv", "sma", "en"])
def test_a_poster_is_printed_on_one_sheet(
    paper: str, lang: str, chromium: Browser, demo: Server
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    for question in (None, LONG * 2, (LONG * 4)[:300]):
        page.goto(f"{demo.base}/{lang}/dialoger/kollektivtrafik/affisch?format={paper}")
        if question is not None:
            page.evaluate(
                """(words) => {
                    document.querySelector('h1').textContent = words;
                    document.querySelector('.poster').classList.remove('short', 'middle');
                    document.querySelector('.poster').classList.add('longest');
                    document.querySelector('.poster-questions')?.remove();
                }""",
                question,
            )
        page.emulate_media(media="print")
        cut = page.evaluate(
            """() => [...document.querySelectorAll('.poster *')].filter((part) => {
                const sheet = document.querySelector('.poster').getBoundingClientRect();
                const here = part.getBoundingClientRect();
                return here.right > sheet.right + 1 || here.bottom > sheet.bottom + 1;
            }).map((part) => part.tagName)"""
        )
        assert cut == [], "nothing stands outside of the sheet"
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        assert re.findall(rb"/Count (\d+)", pdf) == [b"1"]
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
        assert box
        assert (round(float(box[1])), round(float(box[2]))) == PAPERS[paper]
        page.emulate_media(media="screen")
    context.close()
