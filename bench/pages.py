"""Press releases made up by number, in the form and weight of the site's own pages: the load of every bench.

The same number gives the same bytes, always. Bodies, States and places are real, so that names meet the register;
events, figures and persons are not.
"""

import html
import json
import random
from collections.abc import Iterator
from pathlib import Path

from kg.model import Page

#: Bytes of a page, as measured on the site's own: most of it is frame.
SIZE = 60_000
FIRST_NODE = 910_000_000

_STATES = (
    "Albania Armenia Austria Azerbaijan Belarus Belgium Bulgaria Canada Croatia Cyprus Denmark Estonia Finland "
    "France Georgia Germany Greece Hungary Iceland Ireland Italy Kazakhstan Kyrgyzstan Latvia Liechtenstein "
    "Lithuania Luxembourg Malta Moldova Monaco Mongolia Montenegro Norway Poland Portugal Romania Serbia "
    "Slovakia Slovenia Spain Sweden Switzerland Tajikistan Turkmenistan Ukraine Uzbekistan "
).split()
_POSTS = (
    ("TIRANA", "OSCE Presence in Albania"),
    ("ASHGABAT", "OSCE Centre in Ashgabat"),
    ("BISHKEK", "OSCE Programme Office in Bishkek"),
    ("SARAJEVO", "OSCE Mission to Bosnia and Herzegovina"),
    ("DUSHANBE", "OSCE Programme Office in Dushanbe"),
    ("CHISINAU", "OSCE Mission to Moldova"),
    ("PODGORICA", "OSCE Mission to Montenegro"),
    ("BELGRADE", "OSCE Mission to Serbia"),
    ("SKOPJE", "OSCE Mission to Skopje"),
    ("TASHKENT", "OSCE Project Co-ordinator in Uzbekistan"),
    ("VIENNA", "OSCE Secretariat"),
    ("WARSAW", "OSCE Office for Democratic Institutions and Human Rights"),
    ("THE HAGUE", "OSCE High Commissioner on National Minorities"),
    ("VIENNA/KYIV", "OSCE Special Monitoring Mission to Ukraine"),
)
_WORK = (
    "Arms control|Border management|Combating trafficking in human beings|Conflict prevention and resolution"
    "|Countering terrorism|Cyber/ICT Security|Democratization|Economic activities|Education|Elections"
    "|Environmental activities|Gender equality|Good governance|Human rights|Media freedom and development|Migration"
    "|National minority issues|Policing|Reform and co-operation in the security sector|Roma and Sinti|Rule of law"
    "|Tolerance and non-discrimination|Youth"
).split("|")
_MONTHS = "January February March April May June July August September October November December".split()
_GIVEN = "Aida Boris Clara Dragan Elena Farid Gulnara Henrik Irina Jonas Katarina Luka Maren Nino Olga Pavel".split()
_FAMILY = "Abenov Berger Cretu Dedić Engström Farkas Gashi Horák Ivanova Jensen Kovač Leka Moretti Novak".split()
_THEMES = (
    "a course on shared rivers|a round table on court reporting|a handbook for municipal budgets"
    "|a network of women mediators|a summer school for young leaders|a review of election law"
    "|a drill for border patrols|a survey of small arms stores"
    "|a dialogue on school languages|a seminar on trade corridors"
).split("|")
_SENTENCES = (
    "{person}, {role} of the {body}, said that the work in {state} had shown how much can be done with little money.",
    "Participants from {state}, {state2} and {state3} compared their experience over {number} days.",
    "“Trust grows when people see the same figures on the same day,” {person} said.",
    "The {body} will publish the results together with partners in {state} before the end of the year.",
    "In {state}, {number} officials have taken part since the project began, more than half of them women.",
    "The event was financed by {state} and {state2} and took place with the consent of the host authorities.",
    "The Permanent Council was informed of the results, which {state} will present in Vienna.",
    "Experts of the Ministry of Foreign Affairs of {state} visited {number} villages near the border with {state2}.",
    "A second meeting, planned for {month}, is to look at what courts and police in {state3} can learn from it.",
    "The Forum for Security Co-operation and the Economic and Environmental Forum have both discussed the matter.",
)
_ROLES = ("Head", "Deputy Head", "Human Rights Officer", "Spokesperson", "Senior Policing Adviser")


def html_page(number: int, size: int = SIZE) -> bytes:
    """Make one page in the form of the site's Drupal panes.

    :param number: which page, from 0
    :param size: bytes of the page; the frame is filled up to it
    :returns: UTF-8 HTML
    """
    chance = random.Random(number)
    town, body = chance.choice(_POSTS)
    date = f"{chance.randint(1, 28)} {chance.choice(_MONTHS)} {chance.randint(1996, 2025)}"
    title = f"{body} holds {chance.choice(_THEMES)} in {chance.choice(_STATES)}"
    core = _core(chance, town, body, date, title)
    head = _head(title, number)
    room = size - len((head + core).encode()) - len(_FOOT) - 40
    return f"{head}<body class='page-node-type-press-release'>\n{_frame(room)}{core}{_FOOT}".encode()


def address(number: int) -> str:
    """Give the address of a page."""
    return f"https://osce.example/node/{FIRST_NODE + number}"


def pages(count: int, size: int = SIZE) -> Iterator[Page]:
    """Make pages one at a time."""
    for number in range(count):
        yield Page(source="bench", offset=number, address=address(number), content=html_page(number, size))


def write_lines(path: Path, count: int, size: int = SIZE) -> Path:
    """Write pages as JSON Lines and hand back the file."""
    with path.open("w", encoding="utf-8") as out:
        for page in pages(count, size):
            record = {"url": page.address, "html": page.content.decode(), "retrieved": "2026-01-31T12:00:00Z"}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def _core(chance: random.Random, town: str, body: str, date: str, title: str) -> str:
    """Marker, title, fields and body."""
    work = chance.sample(_WORK, chance.randint(1, 3))
    fields = "".join(
        f'<div class="field field-name-{name.lower().replace(" ", "-")}"><div class="field-label">{name}:&nbsp;</div>'
        f'<div class="field-items"><div class="field-item even">{value}</div></div></div>\n'
        for name, value in (
            ("Date", f'<span class="date-display-single">{date}</span>'),
            ("Place", town),
            ("Source", f'<a href="/source">{body}</a>'),
            ("Fields of work", "</div><div class='field-item odd'>".join(f'<a href="/work">{one}</a>' for one in work)),
        )
    )
    paragraphs = [_paragraph(chance, body) for _ in range(chance.randint(5, 12))]
    paragraphs[0] = f"{town}, {date} – {paragraphs[0]}"
    text = "\n".join(f"<p>{html.escape(one, quote=False)}</p>" for one in paragraphs)
    return (
        '<div class="pane"><div class="content--header"><span class="type">Press release</span>'
        f"<h1>{title}</h1></div>\n"
        f'<div class="content--fields">{fields}</div>\n<div class="content--body">\n{text}\n</div></div>\n'
    )


def _paragraph(chance: random.Random, body: str) -> str:
    states = chance.sample(_STATES, 3)
    return " ".join(
        sentence.format(
            person=f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}",
            role=chance.choice(_ROLES),
            body=body,
            state=states[0],
            state2=states[1],
            state3=states[2],
            number=chance.randint(2, 40),
            month=chance.choice(_MONTHS),
        )
        for sentence in chance.sample(_SENTENCES, chance.randint(2, 4))
    )


def _head(title: str, number: int) -> str:
    links = "\n".join(
        f'<link rel="stylesheet" media="all" href="/themes/site/css/part-{n}.css?v={n * 7}">' for n in range(30)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en" dir="ltr" prefix="og: http://ogp.me/ns#">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{title} | OSCE</title>\n<link rel="canonical" href="{address(number)}">\n'
        f'<meta property="og:title" content="{title}">\n<meta property="og:type" content="article">\n{links}\n'
        f"<script>{'var settings = settings || {}; ' * 60}</script>\n</head>\n"
    )


def _frame(room: int) -> str:
    """Make the site's menu, filled up to some bytes."""
    entries = [*_WORK, *_STATES, *(body for _, body in _POSTS)]
    lines = [
        f'<li class="menu__item menu__item--leaf"><a href="/path/{n}" class="menu__link">'
        f"{entries[n % len(entries)]}</a></li>\n"
        for n in range(max(1, room // 80))
    ]
    menu, length = [], 0
    for line in lines:
        if length + len(line) > room - 60:
            break
        menu.append(line)
        length += len(line)
    filler = "<!-- " + "x" * max(0, room - length - 70) + " -->\n"
    return f"<nav class='region-navigation'><ul class='menu'>\n{''.join(menu)}</ul></nav>\n{filler}"


_FOOT = (
    '<div class="social-share"><ul><li><a href="#">Share</a></li></ul></div>\n'
    "<footer><p>Stay informed: Finland – OSCE Chairpersonship 2025</p></footer>\n</body>\n</html>\n"
)
