"""What files are called, what they are said to be, and which are not taken."""

import pytest

from services.tickets.domain.file_rules import (
    DENIED_EXTENSIONS,
    DENIED_TYPES,
    SERVED_AS_SAID,
    content_type,
    file_name,
    served_as,
)
from shared.errors import Invalid


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("a.txt", "a.txt"),
        ("  Отчёт за май.pdf ", "Отчёт за май.pdf"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\a.txt", "a.txt"),
        ("C:\\photos/one.png", "one.png"),
        (".profile", ".profile"),
        ("executable", "executable"),
        ("exe", "exe"),
        ("a.exe.zip", "a.exe.zip"),
        ("note: a.txt", "note: a.txt"),
        ("x" * 255, "x" * 255),
    ],
)
def test_a_name_is_the_last_segment_of_what_was_given(given: str, name: str) -> None:
    assert file_name(given, field="file") == name


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        ".",
        "..",
        "a/",
        "a/..",
        "a\nb",
        "a\x00.txt",
        "a\x7f",
        "\ud800",
        "x" * 256,
        "a.exe",
        "A.ExE",
        ".exe",
        "a.exe.",
        "a.exe . .",
        "a.exe::$DATA",
        "x:a.exe",
        "a.lnk",
        "a.ps1",
        "/bin/a.sh",
        "a.txt.js",
    ],
)
def test_a_name_that_is_not_taken_is_refused(given: str) -> None:
    with pytest.raises(Invalid) as refused:
        file_name(given, field="attachments.0.name")
    assert [problem.field for problem in refused.value.problems] == ["attachments.0.name"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("text/plain", "text/plain"),
        (" Text/Plain; charset=utf-8", "text/plain"),
        ("application/vnd.api+json", "application/vnd.api+json"),
        ("image/svg+xml", "image/svg+xml"),
        ("text/html", "text/html"),
    ],
)
def test_a_type_is_kept_without_its_parameters(given: str, kept: str) -> None:
    assert content_type(given, field="file") == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "text",
        "/",
        "text/",
        "/plain",
        "a/b/c",
        "text plain",
        "text/pl ain",
        "text/plain,text/html",
        "текст/a",
        "text/plain\r\nX: 1",
        "text/plain; a=\x00",
        "x" * 128 + "/a",
        "application/x-msdownload",
        "Text/X-Sh; a=b",
    ],
)
def test_a_type_that_is_none_or_is_not_taken_is_refused(given: str) -> None:
    with pytest.raises(Invalid):
        content_type(given, field="file")


@pytest.mark.parametrize(
    "active", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "text/javascript"]
)
def test_what_a_browser_would_run_is_served_as_bytes(active: str) -> None:
    assert served_as(active) == "application/octet-stream"


def test_the_tables_are_in_the_form_in_which_they_are_looked_up() -> None:
    assert all(each == each.lower() and "." not in each for each in DENIED_EXTENSIONS)
    assert all(content_type(each, field="file") == each for each in SERVED_AS_SAID)
    assert not DENIED_TYPES & SERVED_AS_SAID
    assert all(each == each.lower() and each.count("/") == 1 for each in DENIED_TYPES)
