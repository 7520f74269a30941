"""Checks of the documentation that its builder does not make.

Every page is in the list of mkdocs.yml and every listed page exists; and no built page fetches
anything from another host: a link that a reader may follow is fine; a script, style sheet, font,
picture or frame is not.

    python scripts/check_docs.py
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]

REMOTE = re.compile(r"^\s*(?:[a-z]+:)?//", re.IGNORECASE)
STYLE_URL = re.compile(
    r"""url\(\s*["']?((?:[a-z]+:)?//[^"')]+)|@import\s+["']([^"']+)""", re.IGNORECASE
)
FETCHED = {
    "audio",
    "embed",
    "iframe",
    "image",
    "img",
    "input",
    "script",
    "source",
    "track",
    "video",
}
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect"}


class Assets(HTMLParser):
    """Collects the addresses that a page fetches by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Takes the addresses that this element fetches."""
        values = {name: value or "" for name, value in attrs}
        if tag in FETCHED:
            self.found += [values.get(name, "") for name in ("src", "poster", "href", "xlink:href")]
            self.found += [part.split()[0] for part in values.get("srcset", "").split(",") if part]
        elif tag == "object":
            self.found.append(values.get("data", ""))
        elif tag == "link" and FETCHED_LINKS & set(values.get("rel", "").lower().split()):
            self.found.append(values.get("href", ""))
        self.found += style_addresses(values.get("style", ""))


def style_addresses(css: str) -> list[str]:
    """The addresses that a style sheet fetches."""
    return [url or imported for url, imported in STYLE_URL.findall(css)]


def remote_assets(page: Path) -> list[str]:
    """The assets of other hosts that a page or style sheet fetches."""
    text = page.read_text(encoding="utf-8")
    found = style_addresses(text)
    if page.suffix == ".html":
        assets = Assets()
        assets.feed(text)
        found += assets.found
    return sorted({address for address in found if REMOTE.match(address)})


def listed_pages(nav: object) -> Iterator[str]:
    """The pages that a `nav` of mkdocs.yml lists."""
    if isinstance(nav, str):
        if not REMOTE.match(nav):
            yield nav
    elif isinstance(nav, dict):
        for entry in nav.values():
            yield from listed_pages(entry)
    elif isinstance(nav, list):
        for entry in nav:
            yield from listed_pages(entry)


def faults_of_list(root: Path) -> list[str]:
    """Where the list of pages and the pages differ."""
    listed = set(listed_pages(yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))["nav"]))
    docs = root / "docs"
    pages = {page.relative_to(docs).as_posix() for page in docs.rglob("*.md")}
    return [
        *(f"mkdocs.yml: nav lists docs/{page}, which does not exist" for page in listed - pages),
        *(f"docs/{page}: add it to nav in mkdocs.yml" for page in pages - listed),
    ]


def faults_of_site(site: Path) -> list[str]:
    """What the built pages fetch from elsewhere."""
    pages = [page for page in site.rglob("*") if page.suffix in {".html", ".css", ".svg"}]
    if not pages:
        return [f"{site}: no pages; has the documentation been built?"]
    return [
        f"{page.relative_to(site)}: fetches {address}"
        for page in pages
        for address in remote_assets(page)
    ]


def main() -> int:
    """Checks both; the exit status."""
    faults = sorted(faults_of_list(ROOT) + faults_of_site(ROOT / "site"))
    print("\n".join(faults) or "Every page is listed, and none fetches anything from elsewhere")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
