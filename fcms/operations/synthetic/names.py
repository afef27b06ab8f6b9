"""Invented names: families are put together from parts, so that they sound like many places and are nobody's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from random import Random


@dataclass(frozen=True)
class Origin:
    """How names of one part of the world are put together, how often they come, and places of birth to go with them."""

    weight: int
    places: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]
    surnames: int = 1


def _origin(
    weight: int, places: str, starts: str, ends: str, male: str, female: str, surnames: int = 1
) -> Origin:
    return Origin(
        weight,
        tuple(place.replace("_", " ") for place in places.split()),
        tuple(starts.split()),
        tuple(ends.split()),
        tuple(male.split()),
        tuple(female.split()),
        surnames,
    )


ORIGINS = (
    _origin(
        58,
        "Mexico Guatemala Honduras El_Salvador Dominican_Republic Colombia Ecuador Peru Nicaragua Cuba Venezuela",
        "Val Mir Cas Ord Bel Sol Quin Ser Mont Alv Perl Zar Mend Robl Cord Ler Nav Ib Agul Torl",
        "undez anio ada urquez ora uzano eda oñes antía illo uñedo uñez aguín uño inza",
        "José Luis Juan Carlos Miguel Ángel Jorge Pedro Óscar Raúl Mario Héctor Iván Rubén Julio Andrés Tomás Noé",
        "María Ana Rosa Luz Elena Marta Sofía Irma Inés Gloria Lucía Delia Norma Alma Pilar Nieves",
        surnames=2,
    ),
    _origin(
        7,
        "China Taiwan Hong_Kong",
        "Qiu Shen Zhe Lian Mou Xuan Peng Jiao",
        "lao zhan meng du xia kong wei tai",
        "Wei Jun Ming Hao Lei Bo Tao Feng",
        "Mei Xia Lan Ying Fang Yan Jing Hui",
    ),
    _origin(
        6,
        "Haiti Ivory_Coast Senegal Cameroon",
        "Beau Char Dela Mont Ner Pier Ros Val",
        "ligny manette vrenne ssaint cour tolas zieu rimont",
        "Jean Pierre Marc Luc Réginald Wilner Frantz Évens",
        "Marie Nadège Roseline Guerda Mirlande Yvrose Fabiola",
    ),
    _origin(
        5,
        "India Pakistan Bangladesh Nepal",
        "Cha Dev Gur Har Jas Kal Nar Pra",
        "vindar mohani tarwal deshni pandra kumari santra malik",
        "Arjun Ravi Sanjay Amit Vikram Imran Bilal Tariq",
        "Anita Sunita Priya Kavita Meena Nadia Farah Rani",
    ),
    _origin(
        5,
        "Poland Ukraine Russia Romania Albania",
        "Dor Vel Kras Bar Mil Star Zub Gor",
        "ovenko avinski elak owczyk imov uscu anaj eszko",
        "Piotr Andrei Mihai Oleh Marek Ilir Bogdan Viktor",
        "Olga Irina Elżbieta Oksana Daniela Mirela Halina",
    ),
    _origin(
        5,
        "Philippines Vietnam Laos Cambodia Indonesia",
        "Baga Dala Maka Suma Tuan Khan Phom Ban",
        "lang yon rai bay tinh vong dara hoa",
        "Rodel Jun Minh Tuan Sokha Budi Arnel Khoa",
        "Lourdes Lan Thuy Bopha Dewi Maricel Hanh",
    ),
    _origin(
        4,
        "Brazil Portugal Cape_Verde Angola",
        "Car Fon Gui Mor Pinh Ros Tei Vas",
        "valhães tourosa marante edoiro eirão xeira conçal quim",
        "João Paulo Antônio Wesley Adilson Nuno Edson",
        "Luciana Fátima Conceição Vanusa Célia Rosângela",
        surnames=2,
    ),
    _origin(
        4,
        "Nigeria Ghana Kenya Ethiopia Liberia",
        "Oko Ade Chu Kwa Nja Mwa Tes Bab",
        "njola wumiri benoa mensale roguta nyande faweh tundele",
        "Emeka Kofi Daniel Tesfaye Samuel Tunde Kwame",
        "Ngozi Ama Grace Hirut Blessing Wanjiru Esther",
    ),
    _origin(
        3,
        "Jamaica Guyana Trinidad_and_Tobago Belize United_Kingdom Canada",
        "Ash Brad Cole Dun Has Ken Mar Wil",
        "worthy penfield dalerow brooker stonham lowby fordew marrick",
        "Devon Winston Andre Clive Errol Keith Desmond",
        "Sharon Marcia Beverley Yvonne Claudette Paulette",
    ),
    _origin(
        3,
        "Egypt Jordan Lebanon Iraq Yemen Morocco Syria",
        "al-Ham Abu-Sar Ben-Nas Kha El-Maj Tar Zay Had",
        "idani oufi barri louni massad erawi dawi salimi",
        "Ahmad Omar Yusuf Karim Hassan Nabil Samir",
        "Fatima Layla Mona Huda Samira Amal Nour",
    ),
)
SURE = tuple(accumulate(origin.weight for origin in ORIGINS))
MONIKERS = tuple(
    "Lefty Tall Smiley Shortstop Radio Compass Pepper Tuesday Domino Cricket Lucky Button".split()
)


def rank(rng: Random, size: int) -> int:
    """A place in a list of `size`, early places far more often than late ones, as names are."""
    return int(size * rng.random() ** 1.8)


def surname(rng: Random, origin: Origin) -> str:
    """One family name that sounds like `origin`."""
    start = origin.starts[rank(rng, len(origin.starts))]
    return start + origin.ends[rank(rng, len(origin.ends))]


def family(rng: Random, origin: Origin) -> str:
    """A family name, with a second surname where that is the custom."""
    names = [surname(rng, origin)]
    if origin.surnames > 1 and rng.random() < 0.8:
        names.append(surname(rng, origin))
    return " ".join(dict.fromkeys(names))


def given(rng: Random, origin: Origin, sex: str) -> str:
    """A given name; of a person of unknown sex, from either list."""
    names = origin.female if sex == "F" or (sex != "M" and rng.random() < 0.5) else origin.male
    return names[rank(rng, len(names))]


def choose(rng: Random) -> Origin:
    """An origin, as often as its weight says."""
    return rng.choices(ORIGINS, cum_weights=SURE)[0]


def misspelt(rng: Random, name: str) -> str:
    """The name with two letters swapped or one doubled or left out, as clerks write it."""
    at = rng.randrange(1, len(name) - 1)
    a, b = name[at], name[at + 1]
    if not (a.isalpha() and b.isalpha()) or a == b:
        return name[:at] + name[at] + name[at:] if a.isalpha() else name
    return rng.choice(
        (name[:at] + b + a + name[at + 2 :], name[:at] + a + name[at:], name[:at] + name[at + 1 :])
    )


def other_name(
    rng: Random, origin: Origin, family_name: str, given_name: str, middle_name: str
) -> dict[str, str]:
    """An alias: part of the name, the parts in another order, a clerk's spelling, another name, or a moniker."""
    parts = family_name.split()
    chance = rng.random()
    if chance < 0.3 and len(parts) > 1:
        return _alias("AKA", parts[0], given_name)
    if chance < 0.45 and len(parts) > 1:
        return _alias("AKA", f"{parts[1]} {parts[0]}", given_name, middle_name)
    if chance < 0.55:
        return _alias("AKA", given_name, parts[0])
    if chance < 0.8:
        return _alias("AKA", misspelt(rng, family_name), given_name, middle_name)
    if chance < 0.93:
        return _alias(rng.choice(("ALIAS", "FKA")), surname(rng, origin), given_name)
    return _alias("MONIKER", rng.choice(MONIKERS))


def _alias(kind: str, family_name: str, given_name: str = "", middle_name: str = "") -> dict[str, str]:
    return {"kind": kind, "family_name": family_name, "given_name": given_name, "middle_name": middle_name}
