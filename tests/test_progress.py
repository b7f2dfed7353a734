"""Progress of a long build where standard error is a file."""

import pytest

from kg.cli import progress


def test_a_line_is_written_now_and_then_and_none_for_quick_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 1.0, 15.0, 21.0, 30.0, 42.0])
    monkeypatch.setattr("kg.cli.progress.time.monotonic", lambda: next(clock))
    with progress.progress_bar() as shown:
        shown.stage("pages")
        for pages in (10, 1_500, 5):
            shown.advance(pages)
        shown.stage("dumps")
    assert capsys.readouterr().err.splitlines() == [
        "osce-kg: 21 s: pages, 1,510 pages done",
        "osce-kg: 42 s: dumps, 1,515 pages done",
    ]
