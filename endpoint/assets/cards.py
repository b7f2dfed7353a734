"""Makes the pictures that link previews show, one for each kind of page: ``python -m endpoint.assets.cards``.

Needs Playwright and a Chromium, so it is run by hand when the look of the site changes; the pictures are in the
repository. There is none for each thing: that would put an image library and fonts for six languages into every
installation, for a picture beside which a preview has the page's own title and description anyway.

Source: The Open Graph protocol, https://ogp.me/ (``og:image``, ``og:image:width``, ``og:image:height``).
"""

import shutil
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "face" / "static"
#: Name of a picture → what it says beside the name of the site.
CARDS = {
    "card": "The public record of the OSCE, as linked data",
    "card-state": "A State: when it took part, whom it hosted, what was asked of it",
    "card-operation": "A field operation: its heads, its mandates, what came before and after",
    "card-body": "A body: its place in the organization, who held office in it",
    "card-post": "A post: who held it, and when",
    "card-person": "A person: offices in time, statements, contacts",
    "card-meeting": "A meeting: when and where, who was in the chair, what it adopted",
    "card-place": "A place: what has its seat there, what was held there",
    "card-field": "A field of work: what it means, and the documents about it",
    "card-document": "A document: its text, and the facts beside the sentences that say them",
}
#: Size in pixels: the least that previews show large.
WIDTH, HEIGHT = 600, 315
_PAGE = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; width: {width}px; height: {height}px; background: #0b3b70; color: #fff; font: 18px sans-serif; }}
main {{ padding: 40px; }} p {{ margin: 0; color: #bcd3ee; }}
h1 {{ font-size: 33px; line-height: 1.2; margin: 22px 0 0; text-wrap: balance; }}
i {{ position: absolute; left: 40px; bottom: 38px; width: 120px; height: 6px; background: #f5b335; }}
</style><main><p>OSCE knowledge graph</p><h1>{words}</h1><i></i></main>"""


def main() -> None:
    """Write all pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, words in CARDS.items():
            page.set_content(_PAGE.format(width=WIDTH, height=HEIGHT, words=escape(words)))
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
