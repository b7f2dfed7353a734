"""The language of a document: its words first, then what the page says, where the script allows it.

The words are those that every text of a language has: articles, prepositions, conjunctions. Where they do not decide
and the page says nothing that its script allows, the language is not known (``und``).
"""

import re
from collections import Counter
from functools import cache

from kg.documents.addresses import LANGUAGES
from kg.documents.draft import Draft
from kg.regexes import late

_TAG = late(r"^[A-Za-z]{2,3}(?=$|[-_])")
_IN_ADDRESS = late(rf"^https?://[^/]+/(?:[a-z]{{2}}-)?({'|'.join(LANGUAGES)})(?:/|$)")
#: Tags of old or of another standard → BCP 47.
_SAME = {
    "hbs": "bs",
    "sh": "sr",
    "mo": "ro",
    "iw": "he",
    "eng": "en",
    "rus": "ru",
    "fre": "fr",
    "fra": "fr",
    "ger": "de",
}
_WORD = late(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")
_SAMPLE = 4000
_SCRIPTS = {
    "Cyrl": "[\u0400-\u052f]",
    "Latn": "[A-Za-z\u00c0-\u024f]",
    "Geor": "[\u10a0-\u10ff]",
    "Armn": "[\u0530-\u058f]",
    "Arab": "[\u0600-\u06ff]",
    "Hebr": "[\u0590-\u05ff]",
    "Grek": "[\u0370-\u03ff]",
}
#: Scripts that one language of the area has; the partners of the Mediterranean write in the last three.
_OWN_SCRIPT = {"Geor": "ka", "Armn": "hy", "Arab": "ar", "Hebr": "he", "Grek": "el"}
_SCRIPT = {name: late(f"{letters}+") for name, letters in _SCRIPTS.items()}
_CYRILLIC = frozenset("ru uk be bg mk sr mn kk ky tg".split())
_NOT_LATIN = late("[\u0370-\u06ff\u10a0-\u10ff]")
#: Languages written in more than one script.
_EITHER = frozenset("sr mn kk uz az tk bs tg".split())
#: Languages whose texts differ in too few words: what the page says decides among them.
_CLOSE = (frozenset(("bs", "hr", "sr")), frozenset(("mk", "bg")), frozenset(("ky", "kk")))

_FUNCTION_WORDS = {
    "en": "the of and to in for on with by at from that this was were is are has have it its an as be will said today",
    "fr": "le la les de du des et à en un une pour par sur dans que qui au aux avec est été ce cette l' d' qu'",
    "de": "der die das und in den von zu mit für auf im ist des dem ein eine nicht auch sich hat wurde bei zur zum",
    "it": "il lo la i gli le di del della dei delle e a in un una per con che da al alla è sono nel nella dell' oggi",
    "es": "el la los las de del y a en un una para por con que se al es ha su como sobre hoy entre",
    "pt": "o a os as de do da dos das e em um uma para por com que não ao no na foi são mais como hoje também pelo",
    "pl": "i w na z do się że nie jest to o od za przez oraz po jak dla jego był była zostało dzisiaj które który",
    "cs": "a v na se že je to o od za s z do pro byl byla které který dnes jako také při nebo aby není",
    "hu": "a az és hogy nem is egy volt meg el ezt azt kell csak ma mint vagy szerint által között után",
    "nl": "de het een van en in op dat die is te zijn voor met niet aan er om ook als bij wordt werd vandaag",
    "sv": "och att det som en ett är av på för med den till inte har om var från idag de i ska kan",
    "fi": "ja on ei se että oli joka mutta ovat myös kuin hän sen kanssa mukaan tänään tai jos",
    "ro": "și în de la a al cu pe pentru din care că este au fost prin o un ale lui sau către astăzi privind",
    "sq": "të e në dhe i për me nga që një së është si kanë u sot më duke mbi kjo ky",
    "bs": "i u na je se za od da su sa koji koja kao o iz će bi te ili do danas kroz nije",
    "tr": "ve bir bu için ile da de olarak olan daha çok ise gibi kadar tarafından bugün",
    "az": "və bir bu üçün ilə da də olan olaraq görə bağlı edib tərəfindən ki bugün",
    "uz": "va bilan uchun bu bir ham boʻyicha haqida tomonidan esa uning bugun o'z",
    "tk": "we bilen üçin bu bir hem boýunça hakynda tarapyndan şu gün",
    "ru": "и в на с по для что не из от к о за при его это был была были также как является сегодня году",
    "uk": "і в у на з та для що не із від до про за при його це був була були також як є сьогодні року й",
    "be": "і ў на з для што не ад да пра за гэта быў была былі таксама як сёння",
    "bg": "и в на с за да от се че не по при са е със към като бе днес беше която който",
    "mk": "и во на со за да од се дека не по при се е кон како беше денес која кој ќе",
    "sr": "и у на је се за од да су са који која као о из ће би те или до данас кроз није",
    "kk": "және мен бұл үшін бойынша бір туралы болып де да осы бүгін",
    "ky": "жана менен бул үчүн боюнча бир жөнүндө да деп бүгүн",
    "tg": "ва дар бо аз ба барои ки ин як оид имрӯз мебошад",
    "mn": "ба нь юм энэ болон тухай бөгөөд байна өнөөдөр",
}
#: Letters that one language of the Cyrillic script has and its neighbours lack.
_LETTERS = {
    "uk": "їєґ",
    "be": "ў",
    "mk": "ѓќѕ",
    "sr": "ђћ",
    "kk": "әұһ",
    "tg": "ӣӯҳҷ",
    "ru": "ыэё",
    "bg": "",
}


#: Letters of few languages, in an order in which the first that a text has several of decides.
_LATIN_LETTERS = {"az": "ə", "tr": "ğı", "pl": "łż", "hu": "őű", "cs": "ěř", "ro": "ățţ"}
_SEVERAL = 4
#: Bosnian, Croatian and Serbian in Latin letters share the words above; these few each, or the beginnings of words, are
#: written in one of them alone. Where a text has none of them it is counted as Bosnian, the first of the three.
_OF_CROATIAN = late(
    r"\b(?:OESS\w*|siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenog|prosinca"
    r"|(?:pri|sa)općenj\w+|tajni[kc]\w*|izvješć\w+|veleposlani\w+|tko|tijek\w*|tisuć\w+|priop\w+|sudjelova\w+)\b",
    re.IGNORECASE,
)
_OF_SERBIAN = late(
    r"\b(?:gde|ovde|posle|pre|deo|dela|vreme\w*|predsed\w+|bezbed\w+|reč\w*|mest[oau]|uvek|svet\w*|saopšt\w+"
    r"|izveštaj\w*|obavešt\w+|primer\w*|mer[aeu]|uspe[hš]\w*|sednic\w+|sedišt\w+|sled\w+|čove\w+|dve|susret\w*"
    r"|reke|reka|reku|vest\w*|nedelj\w+|savet\w*|poset\w+)\b",
    re.IGNORECASE,
)
_OF_BOSNIAN = late(
    r"\b(?:OSCE-\w+|gdje|ovdje|poslije|prije|dio|dijela|vrijeme\w*|predsjed\w+|sigurn\w+|riječ\w*|mjest[oau]|uvijek"
    r"|izvješt\w+|obavješt\w+|primjer\w*|mjer[aeu]|uspje\w+|sjednic\w+|sjedišt\w+|slijed\w+|dvije|susjed\w+|rijek\w+"
    r"|vijest\w*|nedjelj\w+|vijeć\w+|posjet\w+|\w*(?:vjer|vjet|svjet|djel|djec|cijel|vrijed|smijen|mijen|bijed)\w*)\b",
    re.IGNORECASE,
)


def language_of(draft: Draft, address: str | None) -> tuple[str, str | None]:
    """Find the language of a document.

    :param draft: the parts of the page
    :param address: its web address, whose first segment may be a language
    :returns: BCP 47 tag (language only; ``und`` if nothing decides), and a note if the page's own word is not believed
    """
    text = [*draft.body, *(line for kind, line in draft.parts if kind == "summary")]
    sample = "\n".join([draft.title, *text])[:_SAMPLE]
    declared = _declared(draft, address)
    found = language_of_text(sample)
    if found is None:
        return (declared[0] if declared and _fits(declared[0], sample) else "und"), None
    if not declared or found in declared:
        return found, None
    for close in _CLOSE:
        if found in close and (said := next((tag for tag in declared if tag in close), None)):
            return said, None
    return found, f"the page says its language is {declared[0]!r}, its words are {found!r}"


def language_of_text(sample: str) -> str | None:
    """Find the language of a text by its script and its words; nothing if they do not decide.

    >>> language_of_text("The Mission opened a course for teachers in the town"), language_of_text("Talks")
    ('en', None)
    """
    script = _script_of(sample)
    if script is None:
        return None
    if script in _OWN_SCRIPT:
        return _OWN_SCRIPT[script]
    words = Counter(_WORD.findall(sample.replace("İ", "i").casefold().replace("’", "'")))
    scores = {language: 0 for language in _FUNCTION_WORDS if (language in _CYRILLIC) == (script == "Cyrl")}
    known = _words()
    for word in known.keys() & words.keys():
        for language in known[word]:
            if language in scores:
                scores[language] += words[word]
    if script == "Cyrl":
        _weigh_letters(scores, sample.casefold())
    best = _best(scores, sum(words.values())) or (_of_letters(sample.casefold()) if script == "Latn" else None)
    return _of_three(sample) if best == "bs" else best


def _of_letters(sample: str) -> str | None:
    """Tell the language of a short text in Latin letters by letters that few languages have.

    >>> _of_letters("səfir otağın açarını təhvil verib, mətbuat xidməti bildirib"), _of_letters("tea")
    ('az', None)
    """
    for language, letters in _LATIN_LETTERS.items():
        if sum(map(sample.count, letters)) >= _SEVERAL:
            return language
    return None


def _of_three(sample: str) -> str:
    """Tell Bosnian, Croatian and Serbian apart by words that one of them has alone.

    >>> _of_three("Glavni tajnik OESS-a, 3. travnja"), _of_three("OEBS, gde je bezbednost"), _of_three("prije rijeke")
    ('hr', 'sr', 'bs')
    """
    scores = {
        tag: len(words.findall(sample))
        for tag, words in (("bs", _OF_BOSNIAN), ("hr", _OF_CROATIAN), ("sr", _OF_SERBIAN))
    }
    if scores["hr"] and 2 * scores["hr"] >= scores["bs"] and scores["hr"] > scores["sr"]:
        return "hr"
    if scores["sr"] == scores["bs"] == 0:
        return "sr" if "OEBS" in sample else "bs"
    return "sr" if scores["sr"] > scores["bs"] else "bs"


def _script_of(sample: str) -> str | None:
    """Find the script that most letters of a text are in; nothing if it has none."""
    if not _NOT_LATIN.search(sample):
        return "Latn" if _SCRIPT["Latn"].search(sample) else None
    scripts = {name: sum(map(len, pattern.findall(sample))) for name, pattern in _SCRIPT.items()}
    return max(scripts, key=lambda name: scripts[name])


def _weigh_letters(scores: dict[str, int], sample: str) -> None:
    """Letters of one language alone speak for it, and against Russian."""
    for language, letters in _LETTERS.items():
        count = sum(map(sample.count, letters))
        scores[language] += min(count, 12)
        if count and language != "ru" and language in scores:
            scores["ru"] -= min(count, 12)


def _best(scores: dict[str, int], words: int) -> str | None:
    """Take the language with most hits, if they are enough and clearly more than the next one's."""
    ordered = sorted(scores, key=lambda language: -scores[language])
    first, second = scores[ordered[0]], scores[ordered[1]]
    if first < 2 or first < words * 0.08 or (first - second < 2 and first < second * 1.5):
        return None
    return ordered[0]


@cache
def _words() -> dict[str, list[str]]:
    """List the languages of each word."""
    languages: dict[str, list[str]] = {}
    for language, words in _FUNCTION_WORDS.items():
        for word in set(words.split()):
            languages.setdefault(word, []).append(language)
    return languages


def _declared(draft: Draft, address: str | None) -> list[str]:
    """List the languages that the address and the page name, the address first; English is every template's default."""
    in_address = _IN_ADDRESS.match(address) if address else None
    tags = [in_address[1]] if in_address else []
    tags += [match[0].lower() for tag in draft.metadata.languages if (match := _TAG.match(tag.strip()))]
    return list(dict.fromkeys(_SAME.get(tag, tag) for tag in tags))


def _fits(language: str, sample: str) -> bool:
    """Whether the script of the text is one the language is written in."""
    cyrillic, latin = (sum(map(len, _SCRIPT[name].findall(sample))) for name in ("Cyrl", "Latn"))
    if language in _EITHER or cyrillic + latin == 0:
        return True
    return (cyrillic > latin) == (language in _CYRILLIC)
