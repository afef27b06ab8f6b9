"""The generated documents of the assessment: its promises, and where each item of data is kept."""

from __future__ import annotations

from collections import defaultdict

from fcms.lib.reference import document, table

from .classification import models_of_fcms, personal_fields
from .datum import ADDITIONS, Datum
from .promises import CHAPTERS
from .witness import State, Testimony, witness

STATE_WORDS = {State.KEPT: "Kept", State.PEOPLE: "Kept by people", State.NOT_BUILT: "Not yet built"}


def places() -> dict[Datum, list[str]]:
    """Where each item of the inventory is kept, as "subjects.Subject.birth_date"."""
    kept: dict[Datum, list[str]] = defaultdict(list)
    for model in models_of_fcms():
        for field, items in personal_fields(model).items():
            for datum in items:
                kept[datum].append(f"{model._meta.label}.{field}")
    return {datum: sorted(kept[datum]) for datum in Datum}


@document("docs/reference/data.md")
def data() -> str:
    """Every item of the inventory with the fields that hold it."""
    kept = places()
    lines = [
        "# Data that the system keeps",
        "",
        "Every field of every table is either an item of this inventory or holds nothing about a person. A field that",
        "is neither stops the program (PIA-1.7-1). The inventory is section 1.1 of the assessment and a closed list of",
        "additions, each with its reason.",
    ]
    for heading in dict.fromkeys(datum.heading for datum in Datum):
        items = [datum for datum in Datum if datum.heading == heading]
        lines += ["", f"## {heading}", ""]
        where = {datum: "<br>".join(f"`{place}`" for place in kept[datum]) or "not kept" for datum in items}
        if heading == ADDITIONS:
            rows = [[datum.words, datum.addition_because, datum.promise, where[datum]] for datum in items]
            lines.append(table(["Item", "Why it was added", "Promise", "Kept in"], rows))
        else:
            lines.append(
                table(
                    ["Item", "Promise", "Kept in"],
                    [[datum.words, datum.promise, where[datum]] for datum in items],
                )
            )
    return "\n".join(lines)


@document("docs/reference/promises.md")
def promises() -> str:
    """Every promise with its state, keepers and proofs."""
    seen = witness().testimonies
    counts = ", ".join(
        f"{sum(each.state is state for each in seen)} {words.lower()}" for state, words in STATE_WORDS.items()
    )
    lines = [
        "# Promises of the assessment",
        "",
        f"{len(seen)} promises: {counts}. A promise is kept while it has a keeper (the rule that holds it) and a proof",
        "(a test that fails without it). `fcms promises` prints the same list.",
    ]
    for chapter, title in CHAPTERS.items():
        lines += ["", f"## {title}"]
        for each in seen:
            if each.promise.chapter == chapter:
                lines += ["", *_promise(each)]
    return "\n".join(lines)


def _promise(each: Testimony) -> list[str]:
    state = STATE_WORDS[each.state] + (f" since {each.kept_since}" if each.state is State.KEPT else "")
    return [
        f"### {each.promise.id}",
        "",
        f"{each.promise.text[:1].upper()}{each.promise.text[1:]}.",
        "",
        *(f"> {quotation}" + "\n" for quotation in each.promise.quotations),
        f"**{state}.**" + (" Parts of it are there." if each.begun else ""),
        *([""] if each.keepers or each.proofs else []),
        *(f"- {keeper.kind} `{keeper.name}`: {keeper.sentence}" for keeper in each.keepers),
        *(f"- proof `{proof}`" for proof in each.proofs),
    ]
