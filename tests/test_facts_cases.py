"""Names in the nominative, in languages that decline them."""

import pytest

from kg.facts import extract
from kg.facts.reading.cases import nominative
from kg.reference.gazetteer import Gazetteer
from tests.readings import release


@pytest.mark.parametrize(
    ("language", "office", "printed", "name"),
    [
        ("ru", "министром", "Сергеем Ковальчуком", "Сергей Ковальчук"),
        ("ru", "Президента", "Нурлана Ахметова", "Нурлан Ахметов"),
        ("ru", "Посла", "Анну Ольшевскую", "Анна Ольшевская"),
        ("ru", "министру", "Айгуль Сейтовой", "Айгуль Сейтова"),
        ("ru", "секретарем", "Томасом Грюнвальдом", "Томас Грюнвальд"),
        ("ru", "послом", "Жилем Перрашоном", "Жиль Перрашон"),
        ("ru", "главы", "Дарьи Бахтуриной", "Дарья Бахтурина"),
        ("ru", "министру", "Мевлюту Аслан-оглу", "Мевлют Аслан-оглу"),
        ("ru", "Председателя", "Эди Лаши", "Эди Лаша"),
        ("ru", "президентом", "Гурбангулы Аннамухамедовым", "Гурбангулы Аннамухамедов"),
        ("ru", "", "Урсулой Хольм", "Урсула Хольм"),
        ("ru", "", "Мартой Куинтелой", "Марта Куинтела"),
        ("ru", "", "Алексеем Толстым", "Алексей Толстой"),
        ("ru", "", "Вероникой Заунер-Крюгер", "Вероника Заунер-Крюгер"),
        ("uk", "міністром", "Сергієм Ковальчуком", "Сергій Ковальчук"),
        ("uk", "посла", "Олени Ковальської", "Олена Ковальська"),
        ("uk", "президенту", "Володимиру Бондаренку", "Володимир Бондаренко"),
        ("uk", "", "Гуннаром Лундом", "Гуннар Лунд"),
    ],
    ids=lambda value: str(value),
)
def test_a_name_in_another_case_is_put_in_the_nominative(language: str, office: str, printed: str, name: str) -> None:
    assert nominative(printed, language, office) == name


@pytest.mark.parametrize("office", ["", "министр", "Директор", "ъъ"])
@pytest.mark.parametrize(
    "name",
    [
        "Ильхом Рахимов",
        "Рустам Ким",
        "Абрахам Бэкем",
        "Вильям Ом",
        "Мария Иванова",
        "Петра Лянге",
        "Родольфо Перина",
        "Франческа Мосса",
        "Никола Мимица",
        "Лука Бебич",
        "Иона Гашпар",
        "Даниела Мачу",
        "Мирослава Бем",
        "Жан-Мари Гено",
        "Любовь Немирова",
        "Карла Дель Понте",
        "Роман Беззубов",
        "Пиа Каума",
    ],
)
def test_a_name_that_may_be_a_nominative_stays_as_it_is(office: str, name: str) -> None:
    assert nominative(name, "ru", office) == name


@pytest.mark.parametrize(("name", "language"), [("Asta Holm", "ru"), ("Хольм", "ru"), ("Сергеем Ковальчуком", "bg")])
def test_what_is_no_declined_name_stays_as_it_is(name: str, language: str) -> None:
    assert nominative(name, language, "министром") == name


def test_a_person_has_one_name_in_whatever_cases_a_page_has_it(gazetteer: Gazetteer) -> None:
    text = (
        "Глава Миссии встретился с министром юстиции Нурланом Ахметовым и послом Збигневом Ольшаком.¶"
        "Он поблагодарил министра юстиции Нурлана Ахметова. «Шерсть тепла», – заявил Ахметов."
    )
    facts = extract(release(text, language="ru"), gazetteer)
    assert {person.name for person in facts.persons} == {"Нурлан Ахметов", "Збигнев Ольшак"}
    assert [quotation.speaker.rpartition("/")[2] for quotation in facts.quotations] == ["nurlan-akhmetov"]


def test_nobody_has_the_words_of_a_woman_whose_surname_is_like_his(gazetteer: Gazetteer) -> None:
    text = "Глава Миссии встретился с министром юстиции Нурланом Ахметовым. «Шерсть тепла», – заявила Ахметова."
    assert not extract(release(text, language="ru"), gazetteer).quotations
