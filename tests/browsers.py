"""A real browser for tests, and what a page must not do in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright

#: The Chromium of this machine; empty if there is none.
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)

# As long as what a page waits for itself: a busy machine is no fault of a page.
expect.set_options(timeout=30_000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Lend the machine's Chromium, without a window."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-gpu-rasterization"]
        )
        yield launched
        launched.close()


class Watch:
    """Gathers what a page must not do: errors in its console, requests to other hosts."""

    def __init__(self, page: Page, address: str) -> None:
        self.errors: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "request", lambda sent: None if sent.url.startswith((address, "data:")) else self.errors.append(sent.url)
        )

    def unexpected(self) -> list[str]:
        return [error for error in self.errors if "404" not in error]
