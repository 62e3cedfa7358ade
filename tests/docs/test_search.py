"""The search of the built documentation leads readers from their words to the page that helps.

`tox -e docs` builds the documentation and says in SESMOCK_BUILT_DOCS where. What is typed into the
search box is looked up in its index as its own JavaScript does: a page is found if it has all words
of a query, reduced to their stems.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

LANGUAGE = pytest.importorskip("sphinx.search.en").SearchEnglish({})
BUILT = Path(os.environ.get("SESMOCK_BUILT_DOCS", ""))

if not (BUILT / "searchindex.js").exists():
    pytest.skip("the documentation is not built", allow_module_level=True)

SEARCHES = {
    "bounce": "how-to/suppression-and-events",
    "after a bounce": "how-to/publishing",
    "Unable to locate credentials": "how-to/region-and-credentials",
    "NoRegionError": "how-to/region-and-credentials",
    "no call to send reached SES": "how-to/reading-failures",
    "one-time code": "how-to/read-a-mail",
    "django": "how-to/clients",
    "UnsupportedOperation": "how-to/other-services",
    "Email address is not verified": "reference/fidelity/sending",
    "Daily message quota exceeded": "reference/fidelity/sending",
    "Maximum sending rate exceeded": "reference/fidelity/sending",
    "Missing final '@domain'": "reference/fidelity/sending",
    "Configuration set does not exist": "reference/fidelity/sending",
    "identities-verified": "reference/fidelity/sending",
    "sesmock_verified_identities": "reference/options",
    "PutSuppressedDestination": "reference/operations",
    "locate credentials": "troubleshooting",
    "INTERNALERROR": "troubleshooting",
    "fixture not found": "troubleshooting",
    "github actions": "how-to/ci",
    "gitlab artifact": "how-to/ci",
    "fastapi": "how-to/fastapi",
    "flask": "how-to/flask",
    "celery": "how-to/celery",
    "django send_mail": "how-to/django",
    "locmem": "how-to/migrate-from-locmem",
    "localstack": "how-to/migrate-from-localstack",
    "password reset": "cookbook/index",
    "smtp": "how-to/smtp",
}
"""What readers search for, and a page that must be among those found."""


def index() -> dict[str, Any]:
    """What a browser loads to search."""
    script = (BUILT / "searchindex.js").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(script[script.index("(") + 1 : script.rindex(")")])
    return loaded


INDEX = index()


def pages_with(stem: str) -> set[str]:
    """The pages with a word, or with one that it is a part of."""
    numbers: set[int] = set()
    for words in (INDEX["terms"], INDEX["titleterms"]):
        parts = [stem] if stem in words else [word for word in words if stem in word]
        for word in parts:
            numbers.update([words[word]] if isinstance(words[word], int) else words[word])
    return {INDEX["docnames"][number] for number in numbers}


def found(query: str) -> set[str]:
    """The pages with all words of a query, but those that say nothing."""
    words = [word.lower() for word in LANGUAGE.split(query) if len(word) > 2]
    return set.intersection(
        *(pages_with(LANGUAGE.stem(word)) for word in words if LANGUAGE.word_filter(word))
    )


@pytest.mark.parametrize(("query", "page"), SEARCHES.items(), ids=SEARCHES)
def test_the_search_finds_the_page(query: str, page: str) -> None:
    assert page in found(query)


def test_nothing_is_found_of_what_is_not_there() -> None:
    assert found("fidelity xylophone") == set()
