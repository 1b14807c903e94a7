"""What the documents say is so: made pages are as their source makes them, and names in them exist."""

import re
from pathlib import Path

import pytest

from deploy.documents import PAGES
from shared.events.registry import EVENTS, FOR_OUTSIDE, SUBSCRIPTIONS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_a_made_page_is_as_its_source_makes_it(name: str) -> None:
    assert (ROOT / name).read_text() == PAGES[name](), "run `python -m deploy.documents`"


def test_every_setting_has_a_meaning() -> None:
    for line in PAGES["docs/settings.md"]().splitlines():
        if line.startswith("| `HELPDESK_"):
            assert not line.endswith("| None |"), line


def test_compose_sets_only_settings_that_exist() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    known = set(re.findall(r"`(HELPDESK_\w+)`", PAGES["docs/settings.md"]()))
    assert set(re.findall(r"^  (HELPDESK_\w+):", compose, re.MULTILINE)) <= known


def test_every_event_has_a_consumer_or_is_for_outside() -> None:
    consumed = {model.TYPE for models in SUBSCRIPTIONS.values() for model in models}
    assert consumed | {model.TYPE for model in FOR_OUTSIDE} == set(EVENTS)


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_files_that_a_page_names_exist(page: Path) -> None:
    named = re.findall(r"`((?:services|shared|gateway|tests|deploy|bench)/[\w/.-]+)`", page.read_text())
    missing = [name for name in named if not (ROOT / name).exists()]
    assert missing == []
